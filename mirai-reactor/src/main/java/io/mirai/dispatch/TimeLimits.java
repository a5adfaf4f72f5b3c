package io.mirai.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a task may take, from its submission on.
 *
 * @param total until its outcome; null for no limit
 * @param inQueue until it is sent; null for no limit
 */
public record TimeLimits(@Nullable Duration total, @Nullable Duration inQueue) {

    /** As long as it takes. */
    public static final TimeLimits NONE = new TimeLimits(null, null);
}
