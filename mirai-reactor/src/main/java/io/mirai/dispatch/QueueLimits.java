package io.mirai.dispatch;

/**
 * Limits how much may wait in the queue of a profile.
 *
 * @param tasks how many tasks
 * @param bytes how many bytes their bodies may have together
 */
public record QueueLimits(long tasks, long bytes) {

    /** The value of a limit that is not set. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** The limits by which any number of tasks of any length may wait. */
    public static final QueueLimits NONE = new QueueLimits(UNLIMITED, UNLIMITED);
}
