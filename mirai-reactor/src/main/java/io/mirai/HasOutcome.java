package io.mirai;

/** A view of a task's outcome, for code that may not know {@link Mirai}, which knows it. */
interface HasOutcome<T> {

    /** The outcome of the task so far. Never blocks. */
    Outcome<T> data();
}
