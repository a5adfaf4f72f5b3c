package io.mirai.dispatch;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Runs events one after the other, in the order of their posting, each on whichever thread finds the loop
 * idle: a drain loop over one work-in-progress counter. So what its events alone touch has one owner at a time
 * and needs no lock.
 *
 * <pre>
 *   wip = 0 ──post──► wip > 0, the poster drains ──queue empty and nothing posted meanwhile──► wip = 0
 *                       ▲          │
 *                       └── post ──┘  the poster goes its way
 * </pre>
 *
 * <p>Thread-safe.
 */
final class EventLoop {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private static final AtomicIntegerFieldUpdater<EventLoop> WIP =
            AtomicIntegerFieldUpdater.newUpdater(EventLoop.class, "wip");

    private final String profile;
    private final Scheduler timer;
    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();

    @SuppressWarnings("UnusedVariable") // WIP reads and writes it
    private volatile int wip;

    EventLoop(String profile, Scheduler timer) {
        this.profile = profile;
        this.timer = timer;
    }

    /** Runs an event, now or after those before it. */
    void post(Runnable event) {
        events.add(event);
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            for (Runnable next = events.poll(); next != null; next = events.poll()) {
                handle(next);
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }

    /** Posts an event when the time is over. One that was posted already cannot be called back. */
    Disposable after(Duration delay, Runnable event) {
        return timer.schedule(() -> post(event), nanos(delay), TimeUnit.NANOSECONDS);
    }

    /** Ends the timer; the loop goes on. */
    void stopTimer() {
        timer.dispose();
    }

    /** An event that fails must not take the loop with it: whoever waits for the next one would wait for ever. */
    private void handle(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Tells of a fault of ours. */
    void report(Throwable e) {
        try {
            log.error(Texts.brokenInvariant(profile), e);
        } catch (StackOverflowError callerIsDeep) {
            // A caller that submits near the end of its stack has none left for the log.
        }
    }

    /** A limit of more than 292 years is as good as none. */
    private static long nanos(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
