package io.mirai.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.FrameType;
import io.rsocket.frame.SetupFrameCodec;

/**
 * Lets RSocket see the first frame of a stranger only if it is a SETUP with all its fields: RSocket forgets to
 * release one that ends too early, and takes a keep-alive below zero for one without pause. The keep-alive that it
 * proposes is kept here and taken out: with none, RSocket starts no timer, and leaves to {@link LinkGuard} what would
 * follow from it.
 */
final class SetupGuard extends ChannelInboundHandlerAdapter {

    private int intervalMillis;
    private int lifetimeMillis;

    /** As the SETUP frame proposed it. Event loop only, as all here. */
    int intervalMillis() {
        return intervalMillis;
    }

    int lifetimeMillis() {
        return lifetimeMillis;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = FrameLengthCodec.frame((ByteBuf) message);
        if (isWhole(frame)) {
            intervalMillis = SetupFrameCodec.keepAliveInterval(frame);
            lifetimeMillis = SetupFrameCodec.keepAliveMaxLifetime(frame);
            frame.setInt(frame.readerIndex() + DaemonDuplexConnection.INTERVAL_OFFSET, 0);
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        } else {
            ((ByteBuf) message).release();
            Channels.close(context.channel());
        }
    }

    private static boolean isWhole(ByteBuf frame) {
        try {
            return FrameHeaderCodec.frameType(frame) == FrameType.SETUP
                    && SetupFrameCodec.keepAliveInterval(frame) > 0
                    && SetupFrameCodec.keepAliveMaxLifetime(frame) > 0
                    && SetupFrameCodec.data(frame).isReadable();
        } catch (IndexOutOfBoundsException | IllegalArgumentException endsTooEarly) {
            return false;
        }
    }
}
