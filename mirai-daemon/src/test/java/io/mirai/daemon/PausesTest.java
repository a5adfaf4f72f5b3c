package io.mirai.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final Pauses pauses = new Pauses();

    @Test
    void linksThatEndAtOnce_makeThemLonger_upToABound() {
        for (long longest : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            assertThat(pauses.after(AT_ONCE)).isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
        }
    }

    @Test
    void aLinkThatLasts_makesThemShortAgain() {
        for (int i = 0; i < 5; i++) {
            var unused = pauses.after(AT_ONCE);
        }
        assertThat(pauses.after(LASTING)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pauses.after(AT_ONCE)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }
}
