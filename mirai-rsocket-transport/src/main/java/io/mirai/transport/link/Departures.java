package io.mirai.transport.link;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread wait until what it has sent is in the hands of the kernel, which delivers it even if this process ends. Frames leave
 * in the order in which they came into RSocket's queue, so a thread waits until as many have left as were added by then:
 *
 * <pre>
 *   T1: adds (1)             queues a          reads that 2 were added: waits until 2 have left, a among them
 *   T2:            adds (2)            queues b
 * </pre>
 *
 * <p>Thread-safe; only the event loop marks.
 */
final class Departures {

    /**
     * A thread that waits.
     *
     * @param all how many frames are to have left
     */
    private record Waiting(Thread thread, long all) {}

    private final AtomicLong added = new AtomicLong();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile long left;

    /** A frame is about to be queued. */
    void add() {
        added.incrementAndGet();
    }

    /** The frame that was first in the queue has left. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the event loop is the only writer
    void markLeft() {
        left++;
        wake();
    }

    /** No frame leaves any more. */
    void markOver() {
        left = Long.MAX_VALUE / 2; // those that fail to leave are counted still
        wake();
    }

    /** Wakes the threads for which enough have left; one that stands behind another which waits for more is woken with that. */
    private void wake() {
        Waiting first = waiting.peek();
        while (first != null && first.all <= left) {
            waiting.remove();
            LockSupport.unpark(first.thread);
            first = waiting.peek();
        }
    }

    /** Waits until all has left that the calling thread has queued, or nothing leaves any more. */
    void await() {
        long all = added.get();
        if (left >= all) {
            return;
        }
        waiting.add(new Waiting(Thread.currentThread(), all)); // if enough have left meanwhile, it goes with the next
        while (left < all) {
            LockSupport.park(this);
            Thread.interrupted(); // by a thread that an earlier task left behind; it would keep this one from sleeping
        }
    }
}
