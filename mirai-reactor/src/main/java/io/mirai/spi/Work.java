package io.mirai.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a daemon is to do with the body of a task.
 *
 * @param streams whether it brings many values, see {@link Link#values}
 * @param function what is applied to the body; null if the body is all of the task
 */
public record Work(boolean streams, @Nullable SharedFunction function) {

    /** Call it, for its one value. */
    public static final Work CALL = new Work(false, null);

    /** Call it, for the many values of what it returns. */
    public static final Work STREAM = new Work(true, null);

    /** Apply a function to it, for its one value. */
    public static Work apply(SharedFunction function) {
        return new Work(false, function);
    }
}
