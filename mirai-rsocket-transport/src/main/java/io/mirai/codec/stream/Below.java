package io.mirai.codec.stream;

import io.mirai.codec.rules.Magic;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what failed first below a method of the user, which may catch it, or throw another instead. */
final class Below {

    private @Nullable Throwable failure;

    /** Code of the user. */
    @FunctionalInterface
    interface Code {
        void run() throws Throwable;
    }

    /** Runs a method of the user; fails as what is below failed, if anything did. */
    void run(Code code) throws Exception {
        try {
            code.run();
        } catch (Throwable e) { // whatever a user's method may throw
            if (failure == null) {
                throw Magic.thrownBy(e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Does what such a method asks for. */
    <T> @Nullable T attempt(Supplier<@Nullable T> asked) {
        try {
            return asked.get();
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }
}
