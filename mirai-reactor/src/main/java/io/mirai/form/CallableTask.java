package io.mirai.form;

import io.mirai.Task;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Wraps a {@link Callable} as a task. It travels to the daemon as it is. */
public record CallableTask<T>(Callable<T> callable) implements Task<T> {

    /** Wraps a callable, unless it is a task already. */
    public static <T> Task<T> of(Callable<T> callable) {
        return callable instanceof Task<T> task ? task : new CallableTask<>(callable);
    }

    @Override
    public @Nullable T call() throws Exception {
        return callable.call();
    }
}
