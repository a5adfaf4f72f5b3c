package io.mirai;

/**
 * The kinds of failure, with the numbers that R's mirai gives them (nanonext's {@code errorValue}).
 */
public enum ErrorCode {
    /** The task threw. */
    ERROR(0),
    /** The thread that evaluated the task was interrupted by something else than a stop. */
    INTERRUPT(0),
    /** A time limit passed. */
    TIMEOUT(5),
    /** The task's slot was taken away. */
    CLOSED(7),
    /** The daemon died, its link broke, or the profile was closed. */
    RESET(19),
    /** The task was stopped. */
    CANCELED(20),
    /** A task or its result cannot be serialized. */
    NOT_SERIALIZABLE(0),
    /** The queue is full. */
    QUEUE_FULL(0),
    /** A task or its result is over its limit. */
    TOO_LARGE(0);

    private final int value;

    ErrorCode(int value) {
        this.value = value;
    }

    /** The number of this code in R's mirai; 0 where it has none. */
    public int value() {
        return value;
    }
}
