package io.mirai.drain;

import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Goes through what there is to do whenever there may be something, on a pool, one pass at a time.
 *
 * <pre>
 *   idle ──resume──► scheduled ──► pass ──resumed meanwhile──► pass … ──► idle
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class PoolLoop extends WorkInProgress {

    private final Scheduler pool;
    private final Runnable pass;
    private final Consumer<Throwable> onFailure;

    /**
     * Has nothing to do yet.
     *
     * @param pass does all that there is to do
     * @param onFailure hears that a pass has failed, or that the pool takes none; on any thread
     */
    public PoolLoop(Scheduler pool, Runnable pass, Consumer<Throwable> onFailure) {
        this.pool = pool;
        this.pass = pass;
        this.onFailure = onFailure;
    }

    /** There may be something to do. */
    public void resume() {
        if (tryEnter()) {
            try {
                pool.schedule(this::run);
            } catch (Throwable e) { // the profile is closed, or no thread can be made
                do {
                    onFailure.accept(e);
                } while (!tryLeave());
            }
        }
    }

    private void run() {
        do {
            try {
                pass.run();
            } catch (Throwable e) { // such as want of memory; those who wait for the rest would wait for ever
                onFailure.accept(e);
            }
        } while (!tryLeave());
    }
}
