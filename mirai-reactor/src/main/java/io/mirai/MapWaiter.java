package io.mirai;

import io.mirai.terminal.ProgressBar;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits for a map: until it is over, or for its first failure. */
final class MapWaiter implements MapWatcher {

    private final Thread thread = Thread.currentThread();
    private final MapResults<?> results;
    private final boolean untilFailure;
    private final ProgressBar bar;

    /**
     * Looks on when {@link #await} is called.
     *
     * @param untilFailure whether to wait for the first failure only
     * @param bar drawn by the thread that waits
     */
    MapWaiter(MapResults<?> results, boolean untilFailure, ProgressBar bar) {
        this.results = results;
        this.untilFailure = untilFailure;
        this.bar = bar;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void onChange() {
        if (isDone()) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits on the thread that made this.
     *
     * @throws InterruptedException if that thread was interrupted first
     */
    void await() throws InterruptedException {
        results.join(this);
        try {
            while (!isDone()) {
                waitOrDraw();
                if (!isDone() && Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            results.leave(this, false);
        }
    }

    private void waitOrDraw() {
        if (bar.isVisible()) {
            bar.draw(results.progress());
            LockSupport.parkNanos(this, ProgressBar.INTERVAL_NANOS);
        } else {
            LockSupport.park(this);
        }
    }

    private boolean isDone() {
        return results.isOver() || (untilFailure && results.failed() > 0);
    }
}
