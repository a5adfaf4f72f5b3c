package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskAction;
import org.jspecify.annotations.Nullable;

/** Wraps a {@link Runnable} as a task without a value. It travels to the daemon as it is. */
public record RunnableTask(Runnable runnable) implements Task<@Nullable Void> {

    /** Wraps a runnable, or the action that it is. */
    public static Task<@Nullable Void> of(Runnable runnable) {
        return runnable instanceof TaskAction action ? new ActionTask(action) : new RunnableTask(runnable);
    }

    @Override
    public @Nullable Void call() {
        runnable.run();
        return null;
    }
}
