package io.mirai.transport.host;

import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.transport.link.BodyShelf;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions that tasks of one link apply, on the host's side: kept from the first task on, so that the daemon may
 * ask for them, until no task will apply them any more. Thread-safe.
 */
final class SharedFunctions {

    /**
     * A function that its daemon may ask for.
     *
     * @param bodyId what it asks for if the body is long
     */
    record Kept(long bodyId, Body body) {}

    private final Map<Long, Kept> functions = new ConcurrentHashMap<>();
    private final BodyShelf bodies;

    SharedFunctions(BodyShelf bodies) {
        this.bodies = bodies;
    }

    /** A task that applies it is about to be sent. */
    void keep(SharedFunction function) {
        functions.computeIfAbsent(function.id(), id -> new Kept(bodies.nextId(), function.body()));
    }

    /** The daemon asks for it, and may fetch its body once if that is long; null if no task applies it. */
    @Nullable
    Kept find(long id) {
        Kept kept = functions.get(id);
        if (kept != null && !kept.body().isInline()) {
            bodies.put(kept.bodyId(), kept.body());
            if (!functions.containsKey(id)) { // and ids do not come again
                // T1: find: get · · · · · · · · · put   it is not there any more
                // T2:            forget: remove, drop
                bodies.drop(kept.bodyId());
            }
        }
        return kept;
    }

    /** Whether it was kept, so that the daemon may have it. */
    boolean forget(long id) {
        Kept kept = functions.remove(id);
        if (kept != null) {
            bodies.drop(kept.bodyId());
        }
        return kept != null;
    }

    void clear() {
        functions.clear();
    }
}
