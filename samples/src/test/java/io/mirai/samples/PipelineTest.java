package io.mirai.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import io.mirai.samples.Pipeline.Darts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    void rounds_taskThatHangsFailsAndKillsItsDaemon_triesAgainEachTime(@TempDir Path directory) {
        String marks = directory.toString();
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(Pipeline.rounds(daemons, () -> trouble(marks), Duration.ofSeconds(5))
                            .take(2)
                            .collectList()
                            .block(DEADLINE))
                    .containsExactly(new Darts(1, 2), new Darts(1, 2));
            assertThat(directory.toFile().list()).containsExactlyInAnyOrder("hung", "failed", "died");
        }
    }

    private static Darts trouble(String marks) throws IOException, InterruptedException {
        if (first(marks, "failed")) {
            throw new IllegalStateException("once");
        }
        if (first(marks, "died")) {
            Runtime.getRuntime().halt(1);
        }
        if (first(marks, "hung")) {
            Thread.sleep(Long.MAX_VALUE);
        }
        return new Darts(1, 2);
    }

    private static boolean first(String marks, String what) throws IOException {
        Path mark = Path.of(marks, what);
        boolean first = Files.notExists(mark);
        if (first) {
            Files.createFile(mark);
        }
        return first;
    }
}
