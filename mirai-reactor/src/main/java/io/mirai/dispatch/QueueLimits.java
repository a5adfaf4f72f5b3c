package io.mirai.dispatch;

/**
 * How much may wait in the queue of a profile.
 *
 * @param tasks how many tasks
 * @param bytes how many bytes their bodies may have together
 */
public record QueueLimits(long tasks, long bytes) {

    /** The value of a limit that is not set. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Any number of tasks, of any length. */
    public static final QueueLimits NONE = new QueueLimits(UNLIMITED, UNLIMITED);
}
