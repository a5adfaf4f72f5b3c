package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tasks print, and where it goes. */
@Timeout(180)
class OutputTest {

    private static final DaemonOptions OUTPUT = DaemonOptions.none().output(true);
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    // ---- Lines ----

    @Test
    void lines_arePrintedWithTheirDaemonInFront_toTheStreamThatTheyWentTo() {
        try (Daemons daemons = profile(2)) {
            String meeting = directory.toString();
            List<Mirai<Integer>> both = IntStream.range(0, 2)
                    .mapToObj(i -> daemons.mirai(() -> {
                        int daemon = DaemonContext.current().index();
                        meet(meeting, daemon);
                        System.out.println("grüße von " + daemon);
                        System.err.println("error of " + daemon);
                        return daemon;
                    }))
                    .toList();
            assertThat(both.stream().map(Mirai::collect)).containsExactlyInAnyOrder(0, 1);
        }
        assertThat(lines(out)).containsExactlyInAnyOrder("[0] grüße von 0", "[1] grüße von 1");
        assertThat(lines(err)).containsExactlyInAnyOrder("[0] error of 0", "[1] error of 1");
    }

    @Test
    void lines_areThereWhenTheProfileIsClosedAfterTheValue() {
        for (int i = 0; i < 5; i++) {
            out.reset();
            try (Daemons daemons = profile(1)) {
                daemons.mirai(() -> IntStream.range(0, 100).forEach(n -> System.out.println("line " + n)))
                        .collect();
            }
            assertThat(lines(out)).hasSize(100).startsWith("[0] line 0").endsWith("[0] line 99");
        }
    }

    @Test
    void lines_areNotPassedOnUnlessAskedFor() {
        try (Daemons daemons = Daemons.local(1)) {
            daemons.mirai(() -> System.out.println("not for you")).collect();
            daemons.mirai(() -> System.err.println("not for you")).collect();
        }
        assertThat(lines(out)).isEmpty();
        assertThat(lines(err)).isEmpty();
    }

    @Test
    void lines_endAsBufferedReaderHasIt_andWithTheirTask() {
        try (Daemons daemons = profile(1)) {
            daemons.mirai(() -> {
                        System.out.print("a\r\nb\rc\n\nd");
                        System.out.flush();
                        System.out.print("e");
                    })
                    .collect();
            daemons.mirai(() -> System.out.println("f")).collect();
        }
        assertThat(lines(out)).containsExactly("[0] a", "[0] b", "[0] c", "[0] ", "[0] de", "[0] f");
    }

    @Test
    void lines_ofTwoTasksInOneDaemonDoNotMix() {
        try (Daemons daemons = Daemons.builder().n(1).daemon(OUTPUT.threads(2)).start()) {
            String meeting = directory.toString();
            List<Mirai<Void>> both = IntStream.range(0, 2)
                    .mapToObj(i -> daemons.mirai(() -> {
                        for (int n = 0; n < 50; n++) {
                            System.out.print(i);
                            if (n == 25) {
                                meet(meeting, i);
                            }
                        }
                    }))
                    .toList();
            both.forEach(Mirai::collect);
        }
        assertThat(lines(out)).containsExactlyInAnyOrder("[0] " + "0".repeat(50), "[0] " + "1".repeat(50));
    }

    @Test
    void line_thatIsTooLong_isCutBetweenTwoCharacters() {
        try (Daemons daemons = profile(1)) {
            daemons.mirai(() -> System.out.println("x" + "é".repeat(10_000))).collect();
            daemons.mirai(() -> System.out.println("next")).collect();
        }
        // 8,192 bytes, 3 of them for the mark that something is missing.
        assertThat(lines(out)).containsExactly("[0] x" + "é".repeat(4_094) + "…", "[0] next");
    }

    @Test
    void lines_ofATaskWhoseStackEnds_leaveTheDaemonInOrder() {
        try (Daemons daemons = profile(1)) {
            for (int i = 0; i < 5; i++) {
                daemons.mirai(() -> printDeeper(0)).call();
                assertThat(daemons.mirai(() -> DaemonContext.current().instance())
                                .collect())
                        .isEqualTo(1);
            }
            // While there is no room for lines they are lost.
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                daemons.mirai(() -> System.out.println("good")).collect();
                return lines(out).contains("[0] good");
            });
        }
    }

    // ---- Floods ----

    @Test
    void gigabyte_ofOneTaskBlocksNobody() {
        // One daemon: whoever is not held up is the neighbour of the flood, in a small heap.
        DaemonOptions small = OUTPUT.threads(2).jvmArgs("-Xmx32m");
        try (Daemons daemons = Daemons.builder().n(1).daemon(small).start()) {
            daemons.mirai(() -> 1).collect();
            out.reset();
            long before = heapInUse();
            Mirai<Void> lines = daemons.mirai(() -> flood(("x".repeat(99) + "\n").repeat(10_000)));
            while (lines.unresolved()) {
                assertThat(daemons.mirai(() -> DaemonContext.current().instance())
                                .collect())
                        .isEqualTo(1);
            }
            lines.collect();
            Mirai<Void> noLines = daemons.mirai(() -> flood("x".repeat(1_000_000)));
            while (noLines.unresolved()) {
                assertThat(daemons.mirai(() -> DaemonContext.current().instance())
                                .collect())
                        .isEqualTo(1);
            }
            noLines.collect();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> out.toString(StandardCharsets.UTF_8).contains("lines lost"));
            long printed = out.size();
            assertThat(printed).as("the most of it is lost").isLessThan(GIGABYTE / 2);
            out.reset();
            assertThat(heapInUse() - before).as("beside what was printed").isLessThan(printed + (32 << 20));
            assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(1);
        }
    }

    @Test
    void flood_onAHostWhoseOutputNobodyReads_holdsNothingUp() throws Exception {
        Path done = directory.resolve("done");
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeafHost.class.getName(),
                        done.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(host.waitFor(100, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(done).hasContent("closed");
        } finally {
            host.destroyForcibly();
        }
    }

    /** Its standard output is a pipe that is full soon. */
    static final class DeafHost {

        private DeafHost() {}

        public static void main(String[] args) throws Exception {
            Daemons daemons = profile(2);
            for (int i = 0; i < 10; i++) {
                daemons.mirai(() -> flood(("x".repeat(999) + "\n").repeat(1_000), 10_000_000))
                        .collect();
            }
            daemons.mirai(() -> Runtime.getRuntime().halt(1)).call();
            if (daemons.mirai(() -> 42).collect() == 42) {
                daemons.close();
                Files.writeString(Path.of(args[0]), "closed");
            }
        }
    }

    // ---- Helpers; those that daemons call are static ----

    private static Daemons profile(int n) {
        return Daemons.builder().n(n).daemon(OUTPUT).start();
    }

    private static void flood(String block) {
        flood(block, GIGABYTE);
    }

    private static void flood(String block, long most) {
        byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
        for (long printed = 0; printed < most; printed += bytes.length) {
            System.out.write(bytes, 0, bytes.length);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int printDeeper(int depth) {
        System.out.println(depth);
        return printDeeper(depth + 1) + 1;
    }

    private static void meet(String directory, int guest) throws Exception {
        Files.createFile(Path.of(directory, Integer.toString(guest)));
        while (!Files.exists(Path.of(directory, Integer.toString(1 - guest)))) {
            Thread.sleep(5);
        }
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        String text = stream.toString(StandardCharsets.UTF_8);
        return text.isEmpty()
                ? List.of()
                : Arrays.asList(text.split(System.lineSeparator(), -1))
                        .subList(0, text.split(System.lineSeparator(), -1).length - 1);
    }

    private static long heapInUse() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
