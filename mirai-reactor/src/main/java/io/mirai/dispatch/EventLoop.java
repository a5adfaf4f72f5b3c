package io.mirai.dispatch;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Runs events one after the other, in the order of their posting, each on whichever thread finds the loop
 * idle: a drain loop over one work-in-progress counter. So what its events alone touch has one owner at a time
 * and needs no lock.
 *
 * <pre>
 *   wip = 0 ──post──► wip > 0, the poster drains ──queue empty and nothing posted meanwhile──► wip = 0
 *                       ▲          │    │                                                        ▲
 *                       └── post ──┘    └── its stack ends: the timer's thread drains the rest ──┘
 *               the poster goes its way
 * </pre>
 *
 * <p>It survives every throwable at every point. An event that fails gets a second chance, or what else its poster
 * has said, since whoever waits for what it does would wait for ever; then the next event runs.
 *
 * <p>Thread-safe.
 */
public class EventLoop {

    private static final AtomicIntegerFieldUpdater<EventLoop> WIP =
            AtomicIntegerFieldUpdater.newUpdater(EventLoop.class, "wip");

    /**
     * An event that must not run twice.
     *
     * @param otherwise runs if the event fails
     */
    private record Once(Runnable event, Consumer<Throwable> otherwise) implements Runnable {

        @Override
        public void run() {
            event.run();
        }
    }

    /** More than the queue takes for one event. */
    private static final int STACK_FRAMES = 64;

    private final String profile;
    private final Scheduler timer;
    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();

    @SuppressWarnings("UnusedVariable") // WIP reads it
    private volatile int wip;

    // The owner's alone.
    private @Nullable Runnable left;
    private @Nullable StackOverflowError overflow;

    /**
     * A loop without events.
     *
     * @param profile whose loop it is
     * @param timer where limits are timed; disposed by {@link #stopTimer}
     */
    public EventLoop(String profile, Scheduler timer) {
        this.profile = profile;
        this.timer = timer;
    }

    /** Runs an event, now or after those before it. If it fails it runs once more, so it must bear that. */
    final void post(Runnable event) {
        // An overflow inside the queue would break it. Here it is the caller's alone, who is told.
        var unused = requireStack(STACK_FRAMES);
        events.add(event);
        enter();
    }

    private static int requireStack(int frames) {
        return frames == 0 ? 0 : 1 + requireStack(frames - 1);
    }

    /**
     * Runs an event, now or after those before it.
     *
     * @param otherwise runs in its stead if it fails, perhaps half-way
     */
    final void post(Runnable event, Consumer<Throwable> otherwise) {
        post(new Once(event, otherwise));
    }

    private void enter() {
        boolean owner = false;
        try {
            owner = WIP.getAndIncrement(this) == 0;
            if (owner) {
                drain();
            }
        } catch (Throwable e) {
            // Only a caller near the end of its stack comes here. To give the loop away takes no stack; the timer's
            // thread
            // takes it, if this one can still ask it to, else whoever posts next.
            if (owner) {
                wip = 0;
            }
            giveAway();
        }
    }

    private void giveAway() {
        try {
            timer.schedule(this::enter);
        } catch (RejectedExecutionException closed) {
            Schedulers.parallel().schedule(this::enter);
        }
    }

    private void drain() {
        int missed = 1;
        do {
            recoverLeft();
            for (Runnable next = events.poll(); next != null; next = events.poll()) {
                left = next;
                handle(next);
                left = null;
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }

    private void handle(Runnable event) {
        try {
            run(event);
        } catch (StackOverflowError e) {
            overflow = e;
            throw e; // whoever takes the loop has more stack for this event
        } catch (Throwable e) {
            recover(event, e);
        }
    }

    /** The event at which the last owner came to the end of its stack. */
    private void recoverLeft() {
        Runnable event = left;
        StackOverflowError failure = overflow;
        left = null;
        overflow = null;
        if (event != null) {
            recover(event, failure == null ? new StackOverflowError() : failure);
        }
    }

    void recover(Runnable event, Throwable failure) {
        try {
            if (event instanceof Once once) {
                once.otherwise.accept(failure);
            } else {
                event.run();
            }
        } catch (Throwable e) {
            Faults.report(profile, e);
        }
        Faults.report(profile, failure);
    }

    /** Runs one event. */
    void run(Runnable event) {
        event.run();
    }

    /** Posts an event when the time is over. One that was posted already cannot be called back. */
    final Disposable after(Duration delay, Runnable event) {
        return timer.schedule(() -> post(event), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the timer; the loop goes on. */
    final void stopTimer() {
        timer.dispose();
    }

    /** Tells of a fault that was mended where it happened. */
    final void report(Throwable fault) {
        Faults.report(profile, fault);
    }
}
