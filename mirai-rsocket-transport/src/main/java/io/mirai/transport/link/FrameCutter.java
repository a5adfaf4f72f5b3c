package io.mirai.transport.link;

import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.rsocket.frame.FrameLengthCodec;
import java.nio.ByteOrder;

/** Cuts the stream of bytes into RSocket's frames. One that is too long is refused by its length, before it is read. */
public final class FrameCutter extends LengthFieldBasedFrameDecoder {

    private volatile int limit;
    private boolean heard = true;

    FrameCutter(int limit) {
        super(Protocol.MAX_FRAME_BYTES, 0, FrameLengthCodec.FRAME_LENGTH_SIZE);
        this.limit = limit;
    }

    /** Takes frames of this length from now on, their length before them included. Any thread. */
    public void take(int longest) {
        limit = longest;
    }

    /** Whether any byte has come since the last call: a long frame may take longer than a lifetime. Event loop only. */
    public boolean takeHeard() {
        boolean since = heard;
        heard = false;
        return since;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heard = true;
        super.channelRead(context, message);
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf in, int offset, int lengthOfLength, ByteOrder order) {
        long length = super.getUnadjustedFrameLength(in, offset, lengthOfLength, order);
        if (length + FrameLengthCodec.FRAME_LENGTH_SIZE > limit) {
            in.skipBytes(in.readableBytes()); // what still comes until the connection is closed would pile up
            throw new TooLongFrameException(Texts.frameTooLong(length, limit));
        }
        return length;
    }
}
