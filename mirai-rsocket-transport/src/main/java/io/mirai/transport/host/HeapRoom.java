package io.mirai.transport.host;

import io.mirai.spi.Body;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM's heap can still take of long bodies. A body needs its length twice, as it is decoded from its chunks,
 * but for its large arrays, of which it is known when the first chunk is there:
 *
 * <pre>
 *   tryTake ─────────── chunks come ─────────► done ──── decoded ────► the body is let go
 *   2 × length          less by each chunk     its chunks              0, when a collection has seen it
 * </pre>
 *
 * Thread-safe.
 */
final class HeapRoom {

    /** The room of the whole JVM, as it has one heap. */
    static final HeapRoom OF_THIS_JVM = new HeapRoom();

    /** A collector needs some air, and large arrays leave gaps. */
    private static final int USABLE_PERCENT = 85;

    /** Collections that are asked for take at most a tenth of the time, whatever daemons declare. */
    private static final int PAUSES = 10;

    private record Undecoded(WeakReference<Body> body, long length) {}

    private final AtomicLong promised = new AtomicLong();
    private final Queue<Undecoded> undecoded = new ConcurrentLinkedQueue<>();
    private long lastLook = System.nanoTime(); // guarded by this
    private volatile long notBefore = lastLook;

    /** A share for a body of that length; null if there is none. */
    @Nullable
    Share tryTake(long length) {
        promised.addAndGet(2 * length);
        if (free() >= 0) {
            return new Share(length);
        }
        promised.addAndGet(-2 * length);
        return null;
    }

    /** The longest body that there would be a share for. */
    long longest() {
        return Math.max(0, free() / 2);
    }

    /** How long to wait before {@link #lookClosely}. */
    Duration untilNextLook() {
        return Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
    }

    /**
     * Lets a collection tell what is garbage, unless one has begun since then. Takes its time: not for an event loop.
     *
     * @param since by {@link System#nanoTime}
     */
    synchronized void lookClosely(long since) {
        if (lastLook - since < 0) {
            lastLook = System.nanoTime();
            System.gc();
            long end = System.nanoTime();
            notBefore = end + PAUSES * (end - lastLook);
        }
    }

    private long free() {
        undecoded.removeIf(one -> one.body().refersTo(null));
        long waiting = undecoded.stream().mapToLong(Undecoded::length).sum();
        return Runtime.getRuntime().maxMemory() / 100 * USABLE_PERCENT - used() - waiting - promised.get();
    }

    /**
     * What is in use as far as it is known: young spaces are full of garbage most of the time, so of them counts what
     * was left after the last collection.
     */
    private static long used() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage now = pool.getUsage();
            if (pool.getType() == MemoryType.HEAP && now != null) {
                MemoryUsage collected = pool.getCollectionUsage();
                boolean old = pool.getName().contains("Old") || pool.getName().contains("Tenured");
                used += old || collected == null ? now.getUsed() : Math.min(now.getUsed(), collected.getUsed());
            }
        }
        return used;
    }

    /** What one body takes of the heap. Thread-safe: a stop ends it while chunks come. */
    final class Share {

        private long left;

        private Share(long length) {
            this.left = 2 * length;
        }

        /** So much of it is there, and counts as used; or will not be needed twice. */
        synchronized void fill(long bytes) {
            long filled = Math.min(left, bytes);
            left -= filled;
            promised.addAndGet(-filled);
        }

        /** All of it is there; what decoding needs is kept until nobody has the body any more. */
        void keepFor(Body body) {
            long length =
                    body.chunks().stream().mapToLong(chunk -> chunk.length).sum();
            undecoded.add(new Undecoded(new WeakReference<>(body), length));
        }

        /** It is there, or will not come. Idempotent. */
        synchronized void end() {
            promised.addAndGet(-left);
            left = 0;
        }
    }
}
