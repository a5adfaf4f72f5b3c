package io.mirai.spi;

import java.time.Duration;

/**
 * When a silent peer on another machine is given up, on both sides.
 *
 * @param interval how long after one sign of life the next is sent
 * @param lifetime after how long without one the link ends
 */
public record KeepAliveSpec(Duration interval, Duration lifetime) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** Every 5 s, and 15 s. */
    public static final KeepAliveSpec DEFAULT = new KeepAliveSpec(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Refuses what lets a link end for nothing or not at all, with an {@link IllegalArgumentException}. */
    public KeepAliveSpec {
        if (interval.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0 || lifetime.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(Texts.keepAliveOutOfRange(interval, lifetime, SHORTEST, LONGEST));
        }
    }
}
