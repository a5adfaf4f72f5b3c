package io.mirai.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Progress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {

    private static final Progress HALF = new Progress(50, 0, 100, 12.345, Optional.of(Duration.ofMillis(4_001)));

    @Test
    void line_hasABarAndTheFigures() {
        assertThat(ProgressBar.line(HALF, 79, false))
                .isEqualTo("[===================>                    ] 50/100, 12.3/s, ETA 0:05");
    }

    @Test
    void line_ofTheBeginningAndTheEnd_isEmptyAndFull() {
        assertThat(ProgressBar.line(new Progress(0, 0, 4, 0, Optional.empty()), 40, false))
                .isEqualTo("[                   ] 0/4, 0.00/s, ETA ?");
        assertThat(ProgressBar.line(new Progress(4, 1, 4, 1234.4, Optional.of(Duration.ZERO)), 79, false))
                .isEqualTo("[========================================] 4/4, 1 failed, 1234/s, ETA 0:00");
        assertThat(ProgressBar.line(new Progress(0, 0, 0, 0, Optional.of(Duration.ZERO)), 79, false))
                .startsWith("[========================================] 0/0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 26, 27, 30, 36, 37, 50, 79, 200})
    void line_fitsTheWidth(int width) {
        String line = ProgressBar.line(HALF, width, false);
        assertThat(line).hasSizeLessThanOrEqualTo(width).isNotEmpty();
        assertThat(line.contains("[")).isEqualTo(width >= 37);
    }

    @Test
    void line_colored_addsNothingToWhatIsSeen() {
        Progress progress = new Progress(50, 3, 100, 1, Optional.empty());
        String colored = ProgressBar.line(progress, 79, true);
        assertThat(colored).contains("\u001b[32m", "\u001b[31m, 3 failed\u001b[0m");
        assertThat(colored.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(ProgressBar.line(progress, 79, false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0:00",
        "1, 0:01",
        "59000, 0:59",
        "59001, 1:00",
        "3599000, 59:59",
        "3600000, 1:00:00",
        "90061000, 25:01:01"
    })
    void line_countsTheTimeLeftUp(long millis, String clock) {
        Progress progress = new Progress(1, 0, 2, 1, Optional.of(Duration.ofMillis(millis)));
        assertThat(ProgressBar.line(progress, 79, false)).endsWith("ETA " + clock);
    }

    @Test
    void bar_withoutATerminal_isNotVisible() {
        assertThat(ProgressBar.none().isVisible()).isFalse();
    }
}
