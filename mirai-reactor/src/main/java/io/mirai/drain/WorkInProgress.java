package io.mirai.drain;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Counts work that was brought and not looked at, so that one thread at a time looks at it.
 *
 * <pre>
 *   0 ──tryEnter: true, the caller owns the work──► n ──tryLeave: true──► 0
 *                                                   │ ▲
 *            tryEnter: false, the owner looks again ┘ └ tryLeave: false, look again
 *
 *   n ──abandon──► 0: the next that enters owns what is left
 * </pre>
 *
 * <p>The owner may hand its turn to another thread instead of leaving, by any hand-over that orders memory, such as
 * {@code Scheduler.schedule}. A thread brings its work before it enters, so the owner that looks once more finds it:
 *
 * <pre>
 *   T1: looks, finds nothing · · · · · · · · · · · · · · · tryLeave(): false, since the count has grown
 *   T2:                        adds its work, tryEnter(): false
 * </pre>
 *
 * <p>Thread-safe; {@link #tryLeave} and {@link #abandon} are for the owner only.
 */
public abstract class WorkInProgress {

    private static final AtomicIntegerFieldUpdater<WorkInProgress> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(WorkInProgress.class, "count");

    @SuppressWarnings("UnusedVariable") // COUNT reads and writes it
    private volatile int count;

    private int seen = 1; // only the owner touches it: how much of the count it has looked at

    /** Begins with nothing in progress. */
    protected WorkInProgress() {}

    /**
     * Tells that there is work.
     *
     * @return whether the caller owns the work now; otherwise another thread does, and looks again
     */
    protected final boolean tryEnter() {
        return COUNT.getAndIncrement(this) == 0;
    }

    /**
     * Ends the caller's turn, unless more work was brought since it looked.
     *
     * @return whether the turn is over; otherwise the caller looks again
     */
    protected final boolean tryLeave() {
        int looked = seen;
        seen = 1; // first: once the count is 0 the next owner reads it
        int left = COUNT.addAndGet(this, -looked);
        if (left != 0) {
            seen = left;
        }
        return left == 0;
    }

    /** Ends the caller's turn without looking: the next thread that enters owns what is left. */
    protected final void abandon() {
        seen = 1;
        count = 0;
    }
}
