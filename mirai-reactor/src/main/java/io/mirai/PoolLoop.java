package io.mirai;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Goes through what there is to do whenever there may be something, on a pool, one pass at a time.
 *
 * <pre>
 *   wip = 0 ──resume──► scheduled ──► pass ──resumed meanwhile──► pass … ──► wip = 0
 * </pre>
 *
 * <p>Thread-safe.
 */
final class PoolLoop {

    private static final AtomicIntegerFieldUpdater<PoolLoop> WIP =
            AtomicIntegerFieldUpdater.newUpdater(PoolLoop.class, "wip");

    private final Scheduler pool;
    private final Runnable pass;
    private final Consumer<Throwable> onFailure;

    @SuppressWarnings("UnusedVariable") // WIP reads it
    private volatile int wip;

    /**
     * Has nothing to do yet.
     *
     * @param pass does all that there is to do
     * @param onFailure hears that a pass has failed, or that the pool takes none; on any thread
     */
    PoolLoop(Scheduler pool, Runnable pass, Consumer<Throwable> onFailure) {
        this.pool = pool;
        this.pass = pass;
        this.onFailure = onFailure;
    }

    /** There may be something to do. */
    void resume() {
        if (WIP.getAndIncrement(this) == 0) {
            try {
                pool.schedule(this::run);
            } catch (Throwable e) { // the profile is closed, or no thread can be made
                int missed = 1;
                do {
                    onFailure.accept(e);
                    missed = WIP.addAndGet(this, -missed);
                } while (missed != 0);
            }
        }
    }

    private void run() {
        int missed = 1;
        do {
            try {
                pass.run();
            } catch (Throwable e) { // such as want of memory; whoever waits for the rest would wait for ever
                onFailure.accept(e);
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }
}
