package io.mirai.daemon.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"PT0.5S, 500ms", "PT30S, 30s", "PT10M, 10m", "PT2H, 2h", "P1D, 1d", "PT1M0.001S, 60001ms"})
    void of_takesTheLargestUnit_andParseReadsIt(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @Test
    void of_lessThanAMillisecond_isOne() {
        assertThat(DurationText.of(Duration.ofNanos(1))).isEqualTo("1ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "0s", "-1s", "1.5s", "1 s", "1S", "3 days", "99999999999s"})
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageStartingWith("'" + text + "' is no duration");
    }
}
