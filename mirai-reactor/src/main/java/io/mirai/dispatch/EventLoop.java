package io.mirai.dispatch;

import io.mirai.drain.Stack;
import io.mirai.drain.WorkInProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Runs events one after the other, in the order of their posting, on the thread that finds the loop idle. So the state that only
 * events touch has one owner at a time and needs no lock.
 *
 * <pre>
 *                       post, by another thread: one more event, and that thread goes on
 *                              │
 *                              ▼
 *   idle ──post──► the poster drains, {@value #TURN} events at most ──nothing left──► idle
 *                              │
 *                              │ its turn is over, or its stack ends
 *                              ▼
 *                  the loop's own thread drains, a turn at a time ──nothing left──► idle
 * </pre>
 *
 * <p>The turn bounds how much a caller does for others, however fast they post. The loop's own thread ends its turns too, since
 * the timer shares that thread.
 *
 * <p>The loop survives every throwable at every point. An event that fails runs once more, or its poster has said what runs
 * instead, since somebody may wait for what it does; then the next event runs.
 *
 * <p>Thread-safe, but for {@link #after}, which only events call.
 */
public class EventLoop extends WorkInProgress {

    /** How many events a thread handles before it leaves the rest to the loop's own. */
    static final int TURN = 256;

    /** How many pieces of longer work one event does. */
    static final int BATCH = 256;

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

    /** More frames than it takes to add an event to the queue. */
    private static final int STACK_FRAMES = 64;

    private final String profile;
    private final Scheduler own;
    private final Timer timer;
    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();

    // Only the owner touches these.
    private @Nullable Runnable left;
    private @Nullable StackOverflowError overflow;
    private final Deque<BooleanSupplier> unfinished = new ArrayDeque<>();

    /**
     * Makes a loop without events.
     *
     * @param profile whose loop it is
     * @param own the loop's own thread, which also runs the timer; disposed by {@link #stop}
     */
    public EventLoop(String profile, Scheduler own) {
        this(profile, own, System::nanoTime);
    }

    /**
     * Makes a loop with another clock.
     *
     * @param clock the time in nanoseconds by which the scheduler counts
     */
    public EventLoop(String profile, Scheduler own, LongSupplier clock) {
        this.profile = profile;
        this.own = own;
        this.timer = new Timer(own, clock, () -> post(this::runDue), this::report);
    }

    // ---- Posting ----

    /** Runs an event, now or after those before it. If it fails it runs once more, so it must be able to run twice. */
    final void post(Runnable event) {
        // A stack that ends inside the queue would break it. Here it breaks nothing, and the caller has the error.
        var unused = Stack.require(STACK_FRAMES);
        events.add(event);
        resume();
    }

    /**
     * Runs an event, now or after those before it.
     *
     * @param otherwise runs if the event has failed, perhaps half-way
     */
    final void post(Runnable event, Consumer<Throwable> otherwise) {
        post(new Once(event, otherwise));
    }

    /**
     * Does longer work, {@value #BATCH} pieces in an event, with other events between. A piece that fails is reported, and the
     * work goes on.
     *
     * @param piece does the next piece; false if there is none
     */
    final void doInBatches(BooleanSupplier piece) {
        while (true) {
            for (int done = 0; done < BATCH; done++) {
                if (!tryPiece(piece)) {
                    return;
                }
            }
            try {
                post(() -> doInBatches(piece));
                return;
            } catch (Throwable e) { // there is no memory for an event: rather a long event than half a work
                report(e);
            }
        }
    }

    private boolean tryPiece(BooleanSupplier piece) {
        try {
            return piece.getAsBoolean();
        } catch (StackOverflowError e) {
            unfinished.add(piece);
            throw e; // the thread that takes the loop has more stack for the rest
        } catch (Throwable e) {
            report(e);
            return true;
        }
    }

    /** Runs an action for each slot that is there now, as {@link #doInBatches} does. */
    final void forEach(Slots slots, Consumer<Slot> action) {
        int end = slots.size();
        int[] next = {0};
        doInBatches(() -> {
            if (next[0] < end) {
                action.accept(slots.get(next[0]++));
            }
            return next[0] < end;
        });
    }

    // ---- Draining ----

    private void resume() {
        boolean owner = false;
        try {
            owner = tryEnter();
            if (owner) {
                drain();
            }
        } catch (Throwable e) {
            // Only a caller near the end of its stack comes here.
            giveUp(owner);
        }
    }

    /** Gives the loop up, which takes no stack: to its own thread, if this one can still ask, else to the next poster. */
    private void giveUp(boolean owner) {
        if (owner) {
            abandon();
        }
        onOwnThread(this::resume);
    }

    /** Runs something on the loop's own thread, or elsewhere if that has ended. */
    private void onOwnThread(Runnable work) {
        try {
            own.schedule(work);
        } catch (RejectedExecutionException ended) {
            Schedulers.parallel().schedule(work);
        }
    }

    private void drain() {
        recoverLeft();
        int handled = 0;
        while (true) {
            Runnable next = handled < TURN ? events.poll() : null;
            if (next != null) {
                handled++;
                left = next;
                handle(next);
                left = null;
            } else if (events.isEmpty() && tryLeave()) {
                return;
            } else if (handled >= TURN) {
                if (tryHandOver()) {
                    return;
                }
                handled = 0;
            }
        }
    }

    /** Hands the loop over to another thread, for the next turn. */
    private boolean tryHandOver() {
        try {
            onOwnThread(this::goOn);
            return true;
        } catch (Throwable e) { // there is no memory for its task
            return false;
        }
    }

    private void goOn() {
        try {
            drain();
        } catch (Throwable e) { // as in resume()
            giveUp(true);
        }
    }

    private void handle(Runnable event) {
        try {
            run(event);
        } catch (StackOverflowError e) {
            overflow = e;
            throw e; // the thread that takes the loop has more stack for this event
        } catch (Throwable e) {
            recover(event, e);
        }
    }

    /** Makes good the event at which the last owner came to the end of its stack. */
    private void recoverLeft() {
        Runnable event = left;
        StackOverflowError failure = overflow;
        left = null;
        overflow = null;
        if (event != null) {
            recover(event, failure == null ? new StackOverflowError() : failure);
        }
        for (BooleanSupplier work = unfinished.poll(); work != null; work = unfinished.poll()) {
            doInBatches(work);
        }
    }

    /** Makes good an event that has failed. */
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

    // ---- Time ----

    /** Runs an action as part of an event after a delay, unless an event disposes of it before. */
    final Disposable after(Duration delay, Runnable action) {
        return timer.after(delay, action);
    }

    private void runDue() {
        if (timer.runDue(BATCH)) {
            post(this::runDue);
        }
    }

    /** Ends the loop's own thread; events that are posted later run elsewhere. */
    final void stop() {
        timer.stop();
    }

    /** Logs a fault that was mended where it happened. */
    final void report(Throwable fault) {
        Faults.report(profile, fault);
    }
}
