package io.mirai.transport.host;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.SetupFrame;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.FrameType;
import io.rsocket.frame.SetupFrameCodec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets RSocket see of a stranger only what one who wants to join sends: a SETUP with all its fields, then the answer to
 * the challenge. RSocket forgets to release a SETUP that ends too early, and takes a keep-alive below zero for one
 * without pause. The keep-alive that it proposes is kept here and taken out: with none, RSocket starts no timer, and
 * leaves to {@link LinkGuard} what would follow from it.
 *
 * <pre>
 *   first frame ──SETUP──► proof ──{@link #onProof}──► the fleet's word ──{@link #admit}──► gone
 *        └──────anything else────┴───────────────────────────┴──► the connection ends
 * </pre>
 */
final class SetupGuard extends ChannelInboundHandlerAdapter {

    private @Nullable KeepAliveTimes proposed; // not before SETUP has come
    private boolean proven;
    private volatile boolean admitted; // written before the daemon hears of it

    /** The keep-alive that the SETUP frame proposed. Event loop only, as all here but {@link #admit}. */
    KeepAliveTimes proposed() {
        return Objects.requireNonNull(proposed, "introduced");
    }

    /** Whether SETUP has come. */
    boolean isIntroduced() {
        return proposed != null;
    }

    /** The answer to the challenge was right. */
    void onProof() {
        proven = true;
    }

    /** This is a stranger no more. Any thread. */
    void admit() {
        admitted = true;
    }

    boolean isAdmitted() {
        return admitted;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (admitted) {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
            return;
        }
        ByteBuf frame = FrameLengthCodec.frame((ByteBuf) message);
        if (isIntroduced() ? mayBeProof(frame) : isWhole(frame)) {
            if (!isIntroduced()) {
                introduce(frame);
            }
            context.fireChannelRead(message);
        } else {
            ((ByteBuf) message).release();
            Channels.fail(context.channel(), new ProtocolException(unexpected()));
            Channels.close(context.channel());
        }
    }

    private String unexpected() {
        if (!isIntroduced()) {
            return Texts.noSetup();
        }
        return proven ? Texts.notYet() : Texts.noProof();
    }

    private void introduce(ByteBuf setup) {
        proposed = new KeepAliveTimes(
                SetupFrameCodec.keepAliveInterval(setup), SetupFrameCodec.keepAliveMaxLifetime(setup));
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
