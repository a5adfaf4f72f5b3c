package io.mirai.codec;

import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.Refusal;
import io.mirai.spi.Body;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one codec, at hand by thread and gone with their codec: a thread local would keep
 * the user's classes alive in every thread that ever encoded. A thread that comes again while its
 * engine works (user code may submit a task while it is being copied) finds the slot empty and
 * makes another.
 */
final class EnginePool {

    private static final int SLOTS = 64;

    private final AtomicReferenceArray<Engine> idle = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<Engine> making;

    EnginePool(Direction direction) {
        this(() -> Engine.make(direction, Body.MAX_BYTES));
    }

    EnginePool(Supplier<Engine> making) {
        this.making = making;
    }

    <T> @Nullable T use(Function<Engine, @Nullable T> work) {
        int slot = (int) (Thread.currentThread().getId() % SLOTS);
        Engine idleEngine = idle.getAndSet(slot, null);
        Engine engine = idleEngine != null && idleEngine.isCurrent() ? idleEngine : making.get();
        @Nullable T result;
        try {
            result = work.apply(engine);
        } catch (StackOverflowError e) {
            throw new Refusal(null, Texts.tooDeep(), null);
        } catch (Throwable e) {
            if (!isOfTheMachine(e)) {
                idle.set(slot, engine);
            }
            throw e;
        }
        idle.set(slot, engine);
        return result;
    }

    /** Whether the virtual machine failed, which may have been in the middle of any line of the engine. */
    private static boolean isOfTheMachine(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof VirtualMachineError) {
                return true;
            }
        }
        return false;
    }
}
