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
 * release one that ends too early, and takes a keep-alive below zero for one without pause.
 */
final class SetupGuard extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isWhole(FrameLengthCodec.frame((ByteBuf) message))) {
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
