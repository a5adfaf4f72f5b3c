package io.mirai.map;

import io.mirai.CollectOption;
import io.mirai.promise.Blocking;
import io.mirai.terminal.ProgressBar;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Blocks a thread until a map is over, or has its first failure. */
public final class MapWaiter implements MapWatcher {

    private final Thread thread = Thread.currentThread();
    private final MapResults<?> results;
    private final boolean untilFailure;
    private final ProgressBar bar;

    /**
     * Makes a waiter that joins the map when {@link #await} is called.
     *
     * @param untilFailure whether to wait for the first failure only
     * @param bar drawn by the thread that waits
     */
    private MapWaiter(MapResults<?> results, boolean untilFailure, ProgressBar bar) {
        this.results = results;
        this.untilFailure = untilFailure;
        this.bar = bar;
    }

    /**
     * Waits for the end of a map; with {@link CollectOption#STOP} for its first failure, and stops the rest then.
     *
     * @param what the call that waits, for messages
     * @throws IllegalStateException on a thread that may not block, or if the thread is interrupted; then its flag is set
     *     again and the map goes on
     */
    public static void await(MapResults<?> results, Set<CollectOption> options, String what) {
        Blocking.check(what);
        boolean stops = options.contains(CollectOption.STOP);
        ProgressBar bar = options.contains(CollectOption.PROGRESS) ? ProgressBar.onStandardError() : ProgressBar.none();
        try {
            new MapWaiter(results, stops, bar).await();
            if (stops && results.failed() > 0) {
                results.stop();
            }
            bar.complete(results.progress());
        } catch (InterruptedException e) {
            bar.erase();
            throw Blocking.interrupted(what, e);
        }
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
    private void await() throws InterruptedException {
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
