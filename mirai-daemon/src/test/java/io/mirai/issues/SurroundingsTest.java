package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.testing.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes on around the processes of host and daemons: terminals, standard input, signals. */
@Tag("jdk")
@Timeout(120)
class SurroundingsTest {

    private static final int SIGINT = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** By the signal that the kernel sends for it: to the process group of the host. */
    @Test
    void ctrlC_inAHostThatHandlesIt_leavesTasksAloneAndEndsTheirChildren() throws Exception {
        assumeFalse(
                Signals.isIgnored(SIGINT),
                "this process ignores Ctrl-C, as one that a shell started in the background");
        Path go = scratch.resolve("go");
        Process host = host(SurroundedHost.class, go.toString());
        try (BufferedReader out = host.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            for (int times = 1; times <= 2; times++) {
                interruptGroup(host.pid());
                assertThat(out.readLine()).isEqualTo("caught");
            }
            Files.createFile(go);
            assertThat(out.readLine()).isEqualTo("child ended with 130");

            ProcessHandle signalled = ProcessHandle.of(
                            Long.parseLong(out.readLine().substring("then ".length())))
                    .orElseThrow();
            interruptGroup(host.pid());
            assertThat(out.readLine()).isEqualTo("caught");
            assertThat(signalled.isAlive()).isTrue();
            host.destroyForcibly();
            await().atMost(DEADLINE).until(() -> !signalled.isAlive());
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void childOfATask_thatReadsStandardInput_findsItsEnd() {
        try (Daemons daemons = Daemons.local(1)) {
            int status = daemons.mirai(() -> new ProcessBuilder("cat")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor())
                    .collect();
            assertThat(status).isZero();
        }
    }

    /** User code that reads every file of a directory for temporary files takes the host's lock from it, as POSIX has it. */
    @Test
    void hostThatReadsItsFleetsFiles_keepsItsDaemons() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            long before = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            for (Path file : list(directory())) {
                if (Files.isRegularFile(file)) {
                    Files.readAllBytes(file);
                }
            }
            Mirai<Long> after = daemons.mirai(() -> {
                Thread.sleep(500); // in which the daemon would end
                return ProcessHandle.current().pid();
            });
            assertThat(after.collect()).isEqualTo(before);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** That of the one profile of this process. */
    private static Path directory() throws IOException {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        String own = "mirai-" + ProcessHandle.current().pid() + "-";
        return list(Path.of(runtime == null ? System.getProperty("java.io.tmpdir") : runtime)).stream()
                .filter(path -> path.getFileName().toString().startsWith(own))
                .findFirst()
                .orElseThrow();
    }

    private static Process host(Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void interruptGroup(long leader) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + leader)
                        .start()
                        .waitFor())
                .isZero();
    }
}
