package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.SetupFrame;
import io.mirai.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.FrameType;
import io.rsocket.frame.SetupFrameCodec;

/**
 * Lets RSocket see of a stranger only what one who wants to join sends: a SETUP with all its fields, then the answer to
 * the challenge. RSocket forgets to release a SETUP that ends too early, and takes a keep-alive below zero for one
 * without pause. The keep-alive that it proposes is kept here and taken out: with none, RSocket starts no timer, and
 * leaves to {@link LinkGuard} what would follow from it.
 *
 * <pre>
 *   first frame ──SETUP──► proof ──{@link #admit}──► gone
 *        └──────anything else────┴──► the connection ends
 * </pre>
 */
final class SetupGuard extends ChannelInboundHandlerAdapter {

    private boolean introduced;
    private int intervalMillis;
    private int lifetimeMillis;

    /** As the SETUP frame proposed it. Event loop only, as all here. */
    int intervalMillis() {
        return intervalMillis;
    }

    int lifetimeMillis() {
        return lifetimeMillis;
    }

    /** Whether SETUP has come. */
    boolean isIntroduced() {
        return introduced;
    }

    /** This is a stranger no more. */
    void admit(Channel channel) {
        if (channel.pipeline().context(this) != null) {
            channel.pipeline().remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = FrameLengthCodec.frame((ByteBuf) message);
        if (introduced ? mayBeProof(frame) : isWhole(frame)) {
            if (!introduced) {
                introduce(frame);
            }
            context.fireChannelRead(message);
        } else {
            ((ByteBuf) message).release();
            Channels.fail(context.channel(), new ProtocolException(introduced ? Texts.noProof() : Texts.noSetup()));
            Channels.close(context.channel());
        }
    }

    private void introduce(ByteBuf setup) {
        introduced = true;
        intervalMillis = SetupFrameCodec.keepAliveInterval(setup);
        lifetimeMillis = SetupFrameCodec.keepAliveMaxLifetime(setup);
        SetupFrame.setInterval(setup, 0);
    }

    /** What is on stream 0 has been looked at before. */
    private static boolean mayBeProof(ByteBuf frame) {
        if (FrameHeaderCodec.streamId(frame) == 0) {
            return true;
        }
        FrameType type = FrameHeaderCodec.frameType(frame);
        return type == FrameType.ERROR
                || (FrameHeaderCodec.nativeFrameType(frame) == FrameType.PAYLOAD
                        && !FrameHeaderCodec.hasFollows(frame));
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
