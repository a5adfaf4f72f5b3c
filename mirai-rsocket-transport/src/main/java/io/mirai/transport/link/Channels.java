package io.mirai.transport.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/** What both ends do with a connection below RSocket. */
public final class Channels {

    /** The name of the handler that sees every whole frame first. */
    public static final String ERRORS = "errors";

    private static final AttributeKey<Throwable> FAILURE = AttributeKey.valueOf(Channels.class, "failure");

    private Channels() {}

    /**
     * Cuts the stream of bytes into frames, and ends the connection at the first one that is too long.
     *
     * @param maxFrameBytes how long they may be at first
     */
    public static FrameCutter prepare(Connection connection, int maxFrameBytes) {
        FrameCutter frames = new FrameCutter(maxFrameBytes);
        connection.addHandlerLast("frames", frames).addHandlerLast(ERRORS, new CloseOnError());
        return frames;
    }

    /** The stream that a frame, with its length before it, is of; 0 if it is of none, or ends too early to say so. */
    static int streamOf(ByteBuf message) {
        int header = message.readerIndex() + FrameLengthCodec.FRAME_LENGTH_SIZE;
        return message.writerIndex() < header + FrameHeaderCodec.size()
                ? 0
                : message.getInt(header) & Integer.MAX_VALUE;
    }

    /** Remembers why the connection ends, unless there is a reason already. */
    public static void fail(Channel channel, Throwable cause) {
        channel.attr(FAILURE).setIfAbsent(cause);
    }

    /** Why the connection ended, or null if nothing is known. */
    public static @Nullable Throwable failure(Channel channel) {
        return channel.attr(FAILURE).get();
    }

    /** Ends the connection now. */
    public static void close(Channel channel) {
        var unused = channel.close();
    }

    /** Without it a connection whose frames cannot be read stays open, deaf. */
    private static final class CloseOnError extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(context.channel(), cause);
            close(context.channel());
        }
    }
}
