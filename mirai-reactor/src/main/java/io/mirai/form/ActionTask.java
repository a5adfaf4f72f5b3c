package io.mirai.form;

import io.mirai.Task;
import io.mirai.TaskAction;
import org.jspecify.annotations.Nullable;

/** A {@link TaskAction} as a task without a value. Travels to the daemon as it is. */
public record ActionTask(TaskAction action) implements Task<@Nullable Void> {

    @Override
    public @Nullable Void call() throws Exception {
        action.act();
        return null;
    }
}
