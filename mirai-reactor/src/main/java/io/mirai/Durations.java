package io.mirai;

import java.time.Duration;

/** Checks the time limits that users give. */
final class Durations {

    /** So long is as good as for ever, and fits into nanoseconds wherever it is added to a clock. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * The limit, or the longest that there is.
     *
     * @param what which limit it is, for the message
     * @throws IllegalArgumentException if it is not positive
     */
    static Duration positive(String what, Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(Texts.notPositive(what, limit));
        }
        return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    }
}
