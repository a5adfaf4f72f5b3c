package io.mirai.daemon;

import io.mirai.spi.Departure;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon does when a task has run out of memory: it leaves, for which it has kept some. Where the heap stayed
 * full the transport may have lost the news, or the task's reply, without a trace; then the process ends by itself.
 * Thread-safe.
 */
final class Exhaustion {

    private static final int RESERVE_BYTES = 1 << 20;
    private static final long REST_MILLIS = 2_000;

    private final TaskQueue queue;
    private final Retirement retirement;

    @SuppressWarnings("UnusedVariable") // its use is to be there, and then not
    private volatile byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    private volatile boolean announced;

    Exhaustion(TaskQueue queue, Retirement retirement) {
        this.queue = queue;
        this.retirement = retirement;
    }

    /** A task has run out of memory. */
    void announce() {
        announced = true;
        reserve = null;
        retirement.announce(Departure.OUT_OF_MEMORY);
    }

    /** The calling worker has answered its task: waits to be ended, if this daemon is to leave and has no other. */
    void leaveIfIdle() {
        if (announced && queue.isEmpty()) {
            long end = System.nanoTime() + REST_MILLIS * 1_000_000;
            while (System.nanoTime() - end < 0) {
                sleep();
            }
            if (queue.isEmpty()) { // or the last word is that of who runs what has come meanwhile
                LastResort.haltForMemory();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            // By user code that was left behind.
        }
    }
}
