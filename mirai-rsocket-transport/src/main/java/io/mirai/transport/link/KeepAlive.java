package io.mirai.transport.link;

import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.FrameType;
import io.rsocket.frame.KeepAliveFrameCodec;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends KEEPALIVE frames at the interval, and answers those of the peer, in RSocket's stead: its answers queue
 * without bound where the peer does not read, and its timer makes up for a pause of the process by a burst. Here
 * they wait behind what is on its way, and while many wait, since the peer does not read, more are left out. Event loop
 * only, but for {@link #change}.
 */
public class KeepAlive extends ChannelInboundHandlerAdapter {

    private KeepAliveTimes times;
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> next;
    private boolean answered;
    private int waiting;

    public KeepAlive(KeepAliveTimes times) {
        this.times = times;
    }

    /** By which it goes. */
    protected final KeepAliveTimes times() {
        return times;
    }

    /** Goes by other times from now on. Any thread, once this is in its pipeline. */
    public final void change(KeepAliveTimes others) {
        ChannelHandlerContext added = Objects.requireNonNull(context, "added");
        try {
            added.executor().execute(() -> {
                if (!added.isRemoved()) {
                    times = others;
                    stop();
                    await(added);
                    onChange();
                }
            });
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the link before it.
        }
    }

    /** The times are others now. */
    protected void onChange() {}

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        await(added);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (Channels.streamOf((ByteBuf) message) != 0) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf frame = FrameLengthCodec.frame((ByteBuf) message);
        if (FrameHeaderCodec.frameType(frame) == FrameType.KEEPALIVE) {
            onKeepAlive(context, frame);
            ((ByteBuf) message).release();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answered) {
            answered = false;
            context.flush();
        }
        context.fireChannelReadComplete();
    }

    /** Answers it if it wants an answer. */
    private void onKeepAlive(ChannelHandlerContext context, ByteBuf frame) {
        if (KeepAliveFrameCodec.respondFlag(frame)) {
            answered |= send(context, false, KeepAliveFrameCodec.data(frame).retain());
        }
    }

    /** An interval has passed. */
    protected void onTick(ChannelHandlerContext context) {
        if (send(context, true, Unpooled.EMPTY_BUFFER)) {
            context.flush();
        }
    }

    private void tick(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            onTick(context);
            await(context);
        }
    }

    /** One at a time: a pause of this process is worth one tick, however long it was. */
    private void await(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> tick(context), times.intervalMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it was sent, and not left out. */
    private boolean send(ChannelHandlerContext context, boolean respond, ByteBuf data) {
        if (waiting == Protocol.KEEP_ALIVES_AT_ONCE) {
            data.release();
            return false;
        }
        waiting++;
        ByteBuf frame = KeepAliveFrameCodec.encode(context.alloc(), respond, 0, data);
        var unused = context.write(FrameLengthCodec.encode(context.alloc(), frame.readableBytes(), frame))
                .addListener(left -> waiting--);
        return true;
    }
}
