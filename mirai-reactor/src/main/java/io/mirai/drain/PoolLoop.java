package io.mirai.drain;

import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Runs a pass on a pool whenever there may be something to do, one pass at a time.
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
     * Makes a loop that has nothing to do yet.
     *
     * @param pass does all that there is to do
     * @param onFailure hears, on any thread, that a pass has failed, or that the pool takes none
     */
    public PoolLoop(Scheduler pool, Runnable pass, Consumer<Throwable> onFailure) {
        this.pool = pool;
        this.pass = pass;
        this.onFailure = onFailure;
    }

    /** Runs a pass, since there may be something to do. */
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
            } catch (Throwable e) { // such as an OutOfMemoryError; the rest would be waited for for ever
                onFailure.accept(e);
            }
        } while (!tryLeave());
    }
}
