package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The standard streams of a daemon's process, as its children inherit them. */
@Tag("jdk")
class ProcessStreamsTest {

    @Test
    void children_thatPrintMuchFillNoDisk() throws Exception {
        try (TestFleet daemons = TestFleet.open()) {
            Link link = daemons.launch(0);
            Object status = daemons.call(link, () -> new ProcessBuilder(
                            "sh", "-c", "head -c 1073741824 /dev/zero >&2; head -c 1073741824 /dev/zero")
                    .inheritIO()
                    .start()
                    .waitFor());
            assertThat(status).isEqualTo(0);
            assertThat(bytesBelow(daemons.directory())).isLessThan(100_000);
        }
    }

    private static long bytesBelow(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
