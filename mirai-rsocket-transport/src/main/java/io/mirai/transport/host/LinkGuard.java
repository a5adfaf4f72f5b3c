package io.mirai.transport.host;

import io.mirai.transport.link.FrameCutter;
import io.mirai.transport.link.KeepAlive;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.FrameType;
import io.rsocket.frame.KeepAliveFrameCodec;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches over a daemon that has introduced itself: keeps from RSocket what RSocket cannot bear, and ends a link over which
 * nothing comes, or nothing goes, for its lifetime. It counts time by its own ticks: while this process stands
 * still, at a breakpoint, in a long collection or with the whole machine, it cannot hear, and no daemon is to blame.
 *
 * <pre>
 *            tick, nothing came         ... lifetime / interval times
 *   HEARD ──────────────────────► SILENT(1) ──────► SILENT(n) ──────► the link ends
 *     ▲  ◄────────────────────────── any frame ─────────┘
 *     └── a tick that is late by half an interval counts nothing
 * </pre>
 */
final class LinkGuard extends KeepAlive {

    private final FrameCutter frames;
    private final Ending ending;
    private final boolean mayStandStill;
    private int patience;
    private long since = System.nanoTime();
    private long lastTick = since;
    private long keepAlives;
    private int silent;
    private int stuck;
    private @Nullable Object lastOut;
    private long lastProgress;

    /**
     * Guards from now on.
     *
     * @param mayStandStill whether the daemon may be silent for as long as it likes
     * @param frames knows when something came
     */
    LinkGuard(KeepAliveTimes times, boolean mayStandStill, FrameCutter frames, Ending ending) {
        super(times);
        this.frames = frames;
        this.mayStandStill = mayStandStill;
        this.patience = patience(times);
        this.ending = ending;
    }

    private int patience(KeepAliveTimes times) {
        int interval = times.intervalMillis();
        return mayStandStill ? Integer.MAX_VALUE : (times.lifetimeMillis() + interval - 1) / interval;
    }

    @Override
    protected void onChange() {
        patience = patience(times());
        since = System.nanoTime();
        lastTick = since;
        keepAlives = 0;
        silent = 0;
        stuck = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        String violation = ending.hasBegun() ? null : violation(FrameLengthCodec.frame((ByteBuf) message));
        if (violation != null) {
            ending.begin(Texts.violation(violation));
        }
        if (ending.hasBegun()) {
            ((ByteBuf) message).release();
        } else {
            super.channelRead(context, message);
        }
    }

    private @Nullable String violation(ByteBuf frame) {
        try {
            FrameType type = FrameHeaderCodec.frameType(frame);
            if (FrameHeaderCodec.streamId(frame) == 0) {
                // No switch, which would want a class of its own just when there may be no descriptor to read one by.
                if (type == FrameType.KEEPALIVE) {
                    return keepAliveViolation(frame);
                }
                boolean allowed = type == FrameType.ERROR || type == FrameType.METADATA_PUSH;
                return allowed ? null : Texts.frameNotAllowed(type);
            }
            // No request of a daemon is long, and RSocket would put together as many as it begins.
            return type.isRequestType() && FrameHeaderCodec.hasFollows(frame) ? Texts.requestInParts() : null;
        } catch (IndexOutOfBoundsException | IllegalArgumentException notAFrame) {
            return Texts.notAFrame();
        }
    }

    /** A daemon sends one at each interval and answers ours. After a pause of this process many come at once. */
    private @Nullable String keepAliveViolation(ByteBuf frame) {
        int length = KeepAliveFrameCodec.data(frame).readableBytes();
        if (length > Protocol.MAX_KEEP_ALIVE_DATA_BYTES) {
            return Texts.keepAliveData(length);
        }
        long intervals = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) / times().intervalMillis();
        keepAlives++;
        return keepAlives > Protocol.KEEP_ALIVES_AT_ONCE + Protocol.KEEP_ALIVES_PER_INTERVAL * intervals
                ? Texts.keepAliveFlood(keepAlives, intervals)
                : null;
    }

    @Override
    protected void onTick(ChannelHandlerContext context) {
        int intervalMillis = times().intervalMillis();
        long now = System.nanoTime();
        boolean late = TimeUnit.NANOSECONDS.toMillis(now - lastTick) > intervalMillis + intervalMillis / 2;
        lastTick = now;
        boolean moved = hasMoved(context);
        if (!late) {
            silent = frames.takeHeard() ? 0 : silent + 1;
            stuck = moved ? 0 : stuck + 1;
        }
        if (silent >= patience) {
            ending.begin(Texts.silent(times().lifetimeMillis()));
        } else if (stuck >= patience) {
            ending.begin(Texts.doesNotRead(times().lifetimeMillis()));
        } else {
            super.onTick(context);
        }
    }

    /** Whether the daemon takes what is sent: not so if more than a little waits, and not a byte of it has left. */
    private boolean hasMoved(ChannelHandlerContext context) {
        ChannelOutboundBuffer out = context.channel().unsafe().outboundBuffer();
        if (out == null) {
            return true;
        }
        Object current = out.current();
        long progress = out.currentProgress();
        boolean moved = context.channel().isWritable() || current != lastOut || progress != lastProgress;
        lastOut = current;
        lastProgress = progress;
        return moved;
    }
}
