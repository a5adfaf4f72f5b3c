package io.mirai.daemon;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a persistent daemon waits after the end of a link before it dials again. Many lose their host at once, so each pause
 * is another; a link that ends as soon as it is there, as where a setup task fails on this daemon, makes the next pause longer.
 * For one thread.
 */
final class Pauses {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** A link that was there for so long has served its purpose. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    private Duration next = FIRST;

    /** Returns the pause after a link that was there for so long: half of what it could be at least. */
    Duration after(Duration link) {
        Duration longest = link.compareTo(LASTING) < 0 ? next : FIRST;
        Duration twice = longest.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return Duration.ofNanos(
                (long) (longest.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }
}
