package io.mirai.codec;

import io.mirai.codec.rules.Direction;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one codec, at hand by thread and gone with their codec: a thread local would keep
 * the user's classes alive in every thread that ever encoded. A thread that comes again while its
 * engine works (user code may submit a task while it is being copied) finds the place empty and
 * makes another.
 */
final class EnginePool {

    private static final int PLACES = 64;

    private final AtomicReferenceArray<Engine> idle = new AtomicReferenceArray<>(PLACES);
    private final Supplier<Engine> making;

    EnginePool(Direction direction) {
        this(() -> Engine.make(direction));
    }

    EnginePool(Supplier<Engine> making) {
        this.making = making;
    }

    <T> @Nullable T use(Function<Engine, @Nullable T> work) {
        int place = (int) (Thread.currentThread().getId() % PLACES);
        Engine idleEngine = idle.getAndSet(place, null);
        Engine engine = idleEngine != null && idleEngine.isCurrent() ? idleEngine : making.get();
        @Nullable T result = work.apply(engine);
        idle.set(place, engine); // one that failed is left to the collector
        return result;
    }
}
