package io.mirai.dispatch;

import io.mirai.spi.ValueSource;

/** Hears where a task is. The drain loop calls it, so no method may block or run user code. */
public interface TaskObserver {

    /** The observer that does nothing. */
    TaskObserver NONE = new TaskObserver() {};

    /** Hears that the task is about to be sent; returns false if it is not to be, since its caller has taken it back. */
    default boolean tryBegin() {
        return true;
    }

    /** Hears that the task was sent, for the first time or again; the values that it streams come from this source. */
    default void onSent(ValueSource source) {}

    /** Hears that the task waits again, and has never begun on a daemon. */
    default void onReturned() {}

    /**
     * Hears, perhaps more than once, that no daemon has the task or will have it: its thread has left user code, or the process
     * is gone.
     */
    default void onEnded() {}
}
