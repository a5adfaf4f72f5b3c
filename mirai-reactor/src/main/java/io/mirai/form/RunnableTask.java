package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskAction;
import org.jspecify.annotations.Nullable;

/** What code for executors takes for a task without a value. Travels to the daemon as it is. */
public record RunnableTask(Runnable runnable) implements Task<@Nullable Void> {

    /** In the form of a task. */
    public static Task<@Nullable Void> of(Runnable runnable) {
        return runnable instanceof TaskAction action ? new ActionTask(action) : new RunnableTask(runnable);
    }

    @Override
    public @Nullable Void call() {
        runnable.run();
        return null;
    }
}
