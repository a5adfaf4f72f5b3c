package io.mirai.transport.link;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.rsocket.frame.FrameLengthCodec;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to leave on a link because its peer asked for it: RSocket's queue has no bound of its own, and a peer
 * may ask and never read. Long answers are made only while there is room; a peer that fills the queue with short ones
 * has its link ended.
 *
 * <pre>
 *        sendFrame                                  write done
 *   ───────────────► RSocket's queue ──► Netty's ──────────────► socket
 *        add                                        left, then who waits for room
 * </pre>
 *
 * <p>Thread-safe. Who waits for room is called on the thread that asked or that made room, one at a time.
 */
public final class Outbound extends ChannelDuplexHandler {

    /** Enough to keep a local link busy. */
    public static final long ROOM_BYTES = 8 * Body.CHUNK_BYTES;

    /** More cannot come together by answers that wait for room: only by those of a peer that does not read. */
    public static final long LIMIT_BYTES = 2 * ROOM_BYTES;

    /**
     * What a frame costs beside its bytes: buffers, positions in queues, its part in each attempt to write. Set high, so
     * that short frames come to the limit by their number, 256.
     */
    private static final int FRAME_COST = 16 * 1024;

    private final int peersStreams;
    private final long limit;
    private final Runnable overflow;
    private final AtomicLong queued = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger missed = new AtomicInteger();
    private final Departures departures = new Departures();

    private Outbound(int peersStreams, long limit, Runnable overflow) {
        this.peersStreams = peersStreams;
        this.limit = limit;
        this.overflow = overflow;
    }

    /**
     * For the host's side of a link: daemons open streams with odd ids.
     *
     * @param overflow ends the link
     */
    public static Outbound ofHost(Runnable overflow) {
        return new Outbound(1, LIMIT_BYTES, overflow);
    }

    /** For the daemon's side, where the host may ask for what it likes. */
    public static Outbound ofDaemon() {
        return new Outbound(0, Long.MAX_VALUE, () -> {});
    }

    private boolean isForPeer(int stream) {
        return stream != 0 && (stream & 1) == peersStreams;
    }

    /** A frame is about to be handed to RSocket's queue. */
    void add(int stream, ByteBuf frame) {
        if (!isForPeer(stream)) {
            return;
        }
        departures.add();
        if (queued.addAndGet(frame.readableBytes() + FRAME_COST) > limit) {
            overflow.run();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf frame = (ByteBuf) message;
        ChannelPromise written = promise;
        if (isForPeer(Channels.streamOf(frame))) {
            int cost = frame.readableBytes() - FrameLengthCodec.FRAME_LENGTH_SIZE + FRAME_COST;
            written = promise.unvoid().addListener(done -> {
                departures.markLeft();
                giveBack(cost);
            });
        }
        var unused = context.write(message, written);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        departures.markOver();
        context.fireChannelInactive();
    }

    /** Waits until all has left that the calling thread has sent for the peer, or the link has ended. */
    public void awaitLeft() {
        departures.await();
    }

    public boolean hasRoom() {
        return queued.get() < ROOM_BYTES;
    }

    /** Calls back when there is room, which may be now; never if the link ends before. */
    public void whenRoom(Runnable next) {
        waiting.add(next);
        callNext();
    }

    /** Takes room for what is still being made. */
    public void take(int bytes) {
        queued.addAndGet(bytes);
    }

    /** Gives room back. */
    public void giveBack(int bytes) {
        queued.addAndGet(-bytes);
        callNext();
    }

    private void callNext() {
        if (missed.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            while (hasRoom()) {
                Runnable next = waiting.poll();
                if (next == null) {
                    break;
                }
                try {
                    next.run();
                } catch (Throwable e) { // what waits behind it would wait for ever
                    overflow.run();
                }
            }
            seen = missed.addAndGet(-seen);
        } while (seen != 0);
    }
}
