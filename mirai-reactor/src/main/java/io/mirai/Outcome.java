package io.mirai;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Mirai} has come to: nothing yet, a value, or a failure. Immutable.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T extends @Nullable Object> {

    /** The task has not ended. */
    record Unresolved<T extends @Nullable Object>() implements Outcome<T> {}

    /**
     * The task returned.
     *
     * @param value what it returned, null included
     */
    record Value<T extends @Nullable Object>(@Nullable T value) implements Outcome<T> {}

    /**
     * The task did not return.
     *
     * @param error why
     */
    record Failure<T extends @Nullable Object>(MiraiException error) implements Outcome<T> {}
}
