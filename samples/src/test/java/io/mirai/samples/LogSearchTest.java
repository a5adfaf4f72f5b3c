package io.mirai.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class LogSearchTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    void matches_takeOfThemFromAnEndlessLog_comeInOrderAndEndTheReading() {
        AtomicLong read = new AtomicLong();
        Sinks.Empty<Void> cancelled = Sinks.empty();
        Flux<String> endless = Flux.<String, Long>generate(() -> 0L, (n, sink) -> {
                    sink.next("line " + n);
                    return n + 1;
                })
                .doOnNext(line -> read.incrementAndGet())
                .doOnCancel(cancelled::tryEmitEmpty);

        try (Daemons daemons = Daemons.local(2)) {
            assertThat(LogSearch.matches(daemons, endless, Pattern.compile("0000$"))
                            .take(3)
                            .collectList()
                            .block(DEADLINE))
                    .containsExactly("line 10000", "line 20000", "line 30000");

            cancelled.asMono().block(DEADLINE);
            assertThat(read.get()).isLessThan(60_000);
        }
    }

    @Test
    void main_file_printsTheFirstMatchesInIt(@TempDir Path directory) throws Throwable {
        Path file = Files.write(
                directory.resolve("some.log"),
                IntStream.range(0, 100).mapToObj(n -> "line " + n).toList());

        String printed = Printed.by(() -> LogSearch.main(new String[] {"7$", "3", file.toString()}));

        assertThat(printed.lines()).containsExactly("line 7", "line 17", "line 27", "100 lines were read");
    }
}
