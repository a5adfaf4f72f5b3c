package io.mirai.form;

import io.mirai.Task;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What code for executors takes for a task. Travels to the daemon as it is. */
public record CallableTask<T>(Callable<T> callable) implements Task<T> {

    /** As it is, or in the form of a task. */
    public static <T> Task<T> of(Callable<T> callable) {
        return callable instanceof Task<T> task ? task : new CallableTask<>(callable);
    }

    @Override
    public @Nullable T call() throws Exception {
        return callable.call();
    }
}
