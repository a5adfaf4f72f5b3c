package io.mirai;

import org.jspecify.annotations.Nullable;

/** A {@link TaskAction} as a task without a value. Travels to the daemon as it is. */
record ActionTask(TaskAction action) implements Task<@Nullable Void> {

    @Override
    public @Nullable Void call() throws Exception {
        action.act();
        return null;
    }
}
