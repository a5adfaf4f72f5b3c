package io.mirai.transport.link;

import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.rsocket.frame.FrameLengthCodec;
import java.nio.ByteOrder;

/** Cuts the stream of bytes into RSocket's frames. One that is too long is refused by its length, before it is read. */
public final class FrameCutter extends LengthFieldBasedFrameDecoder {

    private volatile int limit;

    FrameCutter(int limit) {
        super(Protocol.MAX_FRAME_BYTES, 0, FrameLengthCodec.FRAME_LENGTH_SIZE);
        this.limit = limit;
    }

    /** Takes frames of this length from now on, their length before them included. Any thread. */
    public void take(int longest) {
        limit = longest;
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf in, int offset, int lengthOfLength, ByteOrder order) {
        long length = super.getUnadjustedFrameLength(in, offset, lengthOfLength, order);
        if (length + FrameLengthCodec.FRAME_LENGTH_SIZE > limit) {
            throw new TooLongFrameException(Texts.frameTooLong(length, limit));
        }
        return length;
    }
}
