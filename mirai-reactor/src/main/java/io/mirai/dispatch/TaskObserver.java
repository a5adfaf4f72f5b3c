package io.mirai.dispatch;

import io.mirai.spi.ValueSource;

/** Hears where a task is. Called by the drain loop, so no method may block or run user code. */
public interface TaskObserver {

    /** Nobody. */
    TaskObserver NONE = new TaskObserver() {};

    /** The task is about to be sent; false if it is not to be, since its user has it back. */
    default boolean tryBegin() {
        return true;
    }

    /** The task was sent, for the first time or again; what it streams comes over this link. */
    default void onSent(ValueSource source) {}

    /** No daemon has the task, or will have it any more: its thread has left user code, or is gone with its process. May be told again. */
    default void onEnded() {}
}
