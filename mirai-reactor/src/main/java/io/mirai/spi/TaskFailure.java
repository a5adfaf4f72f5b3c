package io.mirai.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task threw, as it came over.
 *
 * @param kind what went wrong
 * @param className the class of the exception on the daemon
 * @param message its message; null if it has none
 * @param stackTrace where on the daemon, innermost frame first
 * @param exception the exception rebuilt, or a stand-in that has the same texts, causes and suppressed
 */
public record TaskFailure(
        Kind kind,
        String className,
        @Nullable String message,
        List<StackTraceElement> stackTrace,
        Throwable exception) {

    /** What went wrong. */
    public enum Kind {
        /** The task's code threw. */
        THROWN,
        /** The task returned, but its value cannot be carried; the message names class and path. */
        RESULT_NOT_SERIALIZABLE,
        /** The task returned, but its value is over the limit; the message names it. */
        RESULT_TOO_LARGE,
        /** The task arrived, but cannot be rebuilt on the daemon; the message names class and path. */
        TASK_NOT_READABLE
    }
}
