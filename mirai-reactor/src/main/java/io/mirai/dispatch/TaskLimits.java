package io.mirai.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of a task, from its submission on, and how often it is tried again.
 *
 * @param total how long until its outcome; null for no limit
 * @param inQueue how long until it is sent; null for no limit
 * @param retries how often it is sent once more after the daemon that ran it was lost; {@link #AS_PROFILE} if the profile says
 */
public record TaskLimits(@Nullable Duration total, @Nullable Duration inQueue, int retries) {

    /** The value where the profile says how often. */
    public static final int AS_PROFILE = -1;

    /** No limits of time, and as many retries as the profile says. */
    public static final TaskLimits NONE = new TaskLimits(null, null, AS_PROFILE);
}
