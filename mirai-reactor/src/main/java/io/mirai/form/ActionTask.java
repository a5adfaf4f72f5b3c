package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskAction;
import org.jspecify.annotations.Nullable;

/** Wraps a {@link TaskAction} as a task without a value. It travels to the daemon as it is. */
public record ActionTask(TaskAction action) implements Task<@Nullable Void> {

    @Override
    public @Nullable Void call() throws Exception {
        action.act();
        return null;
    }
}
