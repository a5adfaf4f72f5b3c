package io.mirai.codec;

import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiTooLarge;
import io.mirai.codec.rules.Refusal;
import io.mirai.spi.Body;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns whatever goes wrong behind a door into a {@link MiraiNotSerializable} that the user can read. */
final class Doors {

    private Doors() {}

    static Body write(EnginePool pool, String what, Engine.Writing graph) {
        return write(pool, what, engine -> engine.encode(graph));
    }

    static Body write(EnginePool pool, String what, long maxBytes, Engine.Writing graph) {
        return write(pool, what, engine -> engine.encode(maxBytes, graph));
    }

    private static Body write(EnginePool pool, String what, Function<Engine, Body> encoding) {
        try {
            return Objects.requireNonNull(pool.use(encoding));
        } catch (Refusal e) {
            throw e.toError(what);
        } catch (ChunkStream.TooLong e) {
            throw new MiraiTooLarge(what + ": " + Texts.tooLarge(e.limit));
        } catch (Throwable e) {
            throw Refusal.unwritable(null, survivable(e)).toError(what);
        }
    }

    static <T> @Nullable T read(EnginePool pool, Body body, String what, Engine.Reading<T> graph) {
        try {
            return pool.use(engine -> engine.decode(body, graph));
        } catch (Refusal e) {
            throw e.toError(what);
        } catch (Throwable e) {
            throw Refusal.unreadable(null, survivable(e)).toError(what);
        }
    }

    /** Too little stack or heap is the graph's fault; any other error of the virtual machine is no one's. */
    private static Throwable survivable(Throwable e) {
        if (e instanceof VirtualMachineError error
                && !(e instanceof StackOverflowError)
                && !(e instanceof OutOfMemoryError)) {
            throw error;
        }
        return e;
    }
}
