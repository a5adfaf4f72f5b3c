package io.mirai;

import org.jspecify.annotations.Nullable;

/**
 * A task that brought no value. Instances are immutable once thrown: one failure may be replayed to
 * many subscribers, so none is ever attached to it as suppressed.
 */
public abstract class MiraiException extends RuntimeException {

    private final ErrorCode code;

    MiraiException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause, false, true);
        this.code = code;
    }

    /** What kind of failure this is. */
    public final ErrorCode code() {
        return code;
    }

    /**
     * Whether x stands for a task that threw.
     *
     * @param x an {@link Outcome}, a {@link Throwable}, a {@link Mirai} or anything else
     */
    public static boolean isMiraiError(@Nullable Object x) {
        return errorIn(x) instanceof MiraiError;
    }

    /**
     * Whether x stands for a task whose thread was interrupted by something else than a stop.
     *
     * @param x an {@link Outcome}, a {@link Throwable}, a {@link Mirai} or anything else
     */
    public static boolean isMiraiInterrupt(@Nullable Object x) {
        return errorIn(x) instanceof MiraiInterrupt;
    }

    /**
     * Whether x stands for any failure of a task.
     *
     * @param x an {@link Outcome}, a {@link Throwable}, a {@link Mirai} or anything else
     */
    public static boolean isErrorValue(@Nullable Object x) {
        return errorIn(x) != null;
    }

    private static @Nullable MiraiException errorIn(@Nullable Object x) {
        Object outcome = x instanceof HasOutcome<?> task ? task.data() : x;
        Object error = outcome instanceof Outcome.Failure<?> failure ? failure.error() : outcome;
        return error instanceof MiraiException e ? e : null;
    }
}
