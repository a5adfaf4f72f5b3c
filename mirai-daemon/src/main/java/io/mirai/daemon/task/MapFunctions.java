package io.mirai.daemon.task;

import io.mirai.codec.ShippedFunction;
import io.mirai.spi.Body;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The functions of maps that this daemon has: each is fetched once, and rebuilt once by each worker, since what a
 * function captures need not be made for several threads. Thread-safe.
 *
 * <pre>
 *   first task ──► fetched ──each worker──► rebuilt     when all workers have, the bytes go
 *                      ▲                       │                unless user classes are cleaned up
 *                      └── classes reloaded ───┤
 *                                              └── the host forgets it ──► gone
 * </pre>
 */
final class MapFunctions {

    private final int workers;
    private final boolean again;
    private final Map<Long, Shared> functions = new ConcurrentHashMap<>();

    /**
     * For this many workers.
     *
     * @param again whether they may have to be rebuilt once more
     */
    MapFunctions(int workers, boolean again) {
        this.workers = workers;
        this.again = again;
    }

    /**
     * The function of a task that has come.
     *
     * @param asking makes what asks the host for it, once more by each subscription
     */
    Shared of(long id, Supplier<Mono<Body>> asking) {
        return functions.computeIfAbsent(id, first -> new Shared(id, asking.get()));
    }

    /** No task that comes from now on applies it. */
    void forget(long id) {
        Shared forgotten = functions.remove(id);
        if (forgotten != null) {
            forgotten.giveUpFetch();
        }
    }

    /** The next function with whatever id is another host's. */
    void clear() {
        functions.clear();
    }

    /** User classes have been reloaded, and each worker rebuilds them once more. Called while no task is running. */
    void onClassesReloaded() {
        functions.values().forEach(function -> function.rebuilt.clear());
    }

    /** One function. */
    final class Shared {

        private final Map<Thread, ShippedFunction> rebuilt = new ConcurrentHashMap<>();
        private volatile @Nullable Mono<Body> fetch; // null when all workers have rebuilt it
        private volatile Body body = Body.EMPTY;
        private final Sinks.Empty<Void> forgotten = Sinks.empty();

        Shared(long id, Mono<Body> body) {
            // One that could not be fetched is asked for again by the next task.
            this.fetch = body.takeUntilOther(forgotten.asMono())
                    .doOnNext(fetched -> this.body = fetched)
                    .doOnError(error -> functions.remove(id, this))
                    .cache();
        }

        /** Nobody waits for it any more. */
        void giveUpFetch() {
            forgotten.tryEmitError(new CancellationException());
        }

        /** Completes when a worker can rebuild it, or fails with what kept it from coming. */
        Mono<Void> ready() {
            Mono<Body> fetching = fetch;
            return fetching == null ? Mono.empty() : fetching.then();
        }

        /** It, as the calling worker has it; rebuilt if this is the first time. */
        ShippedFunction forThisWorker(Function<Body, ShippedFunction> rebuilding) {
            Thread worker = Thread.currentThread();
            ShippedFunction mine = rebuilt.get(worker);
            if (mine == null) {
                mine = rebuilding.apply(workers == 1 && !again ? body : body.copy());
                rebuilt.put(worker, mine);
                if (rebuilt.size() == workers && !again) {
                    fetch = null;
                    body = Body.EMPTY;
                }
            }
            return mine;
        }
    }
}
