package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Profiles that start and close one after the other leave the host as it was. */
class ManyStartsTest {

    private static final int WARM_UP = 3;

    /** The longest that a thread waits for work before it ends is the minute of the JDK's own reapers. */
    private static final Duration DEADLINE = Duration.ofSeconds(150);

    @Test
    @Timeout(300)
    void tenStarts_leaveNothing() throws Exception {
        run(10);
    }

    @Test
    @Tag("chaos")
    @Timeout(7_200)
    void aThousandStarts_leaveNothing() throws Exception {
        run(Integer.getInteger("chaos.starts", 1_000));
    }

    private static void run(int times) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            startAndClose(i);
        }
        List<String> threads = threads();
        List<String> descriptors = descriptors();
        for (int i = 0; i < times; i++) {
            startAndClose(i);
        }
        await().atMost(DEADLINE).untilAsserted(() -> {
            assertNoMore(threads(), threads);
            assertNoMore(descriptors(), descriptors);
        });
        System.out.println(times + " starts: " + threads.size() + " threads and " + descriptors.size()
                + " descriptors before and after");
    }

    private static void assertNoMore(List<String> after, List<String> before) {
        List<String> more = new ArrayList<>(after);
        before.forEach(more::remove); // each once
        assertThat(more).isEmpty();
    }

    private static void startAndClose(int round) {
        DaemonOptions options = DaemonOptions.none().jvmArgs("-Xmx32m", "-XX:TieredStopAtLevel=1");
        Path socket;
        try (Daemons daemons = Daemons.builder().daemon(options).start()) {
            socket = Path.of(daemons.status().url().substring("unix://".length()));
            assertThat(socket).exists();
            assertThat(daemons.mirai(() -> round).collect()).isEqualTo(round);
        }
        assertThat(socket.resolveSibling("")).doesNotExist();
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    /** Those of the JDK that wait for processes come and go by themselves, and are few. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper") && !name.startsWith("awaitility"))
                .sorted()
                .toList();
    }

    /** What each descriptor of this process leads to; the numbers of sockets and pipes do not matter. */
    private static List<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(ManyStartsTest::target)
                    .filter(target -> !target.startsWith("/proc/"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceFirst("\\[.*]", "");
        } catch (IOException e) {
            return "/proc/ of one that was closed meanwhile";
        }
    }
}
