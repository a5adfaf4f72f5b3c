package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MiraiCluster;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that start daemons elsewhere, exactly as they are printed. */
@NeedsRunnableJar
class LaunchCommandsIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** In a directory and an environment that have nothing but where Java is. */
    private Process paste(String shell, String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", line)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(scratch, "out", "").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
        return builder.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void line_worksAsItIs_andShowsItsSecretToNobody(String shell) throws Exception {
        try (Daemons daemons = Daemons.builder().url("tls+tcp://localhost:0").start()) {
            DaemonOptions options = DaemonOptions.none()
                    .threads(3)
                    .jvmArgs("-Xmx64m", "-Dtext=it's \"quoted\" $HOME")
                    .output(true);
            String line = daemons.launchCommands(1, options).get(0);
            String secret = line.split(" ", -1)[3];
            assertThat(line).startsWith(" printf %s mirai1_").hasLineCount(1);
            assertThat(secret).hasSizeBetween(400, 600);
            Process pasted = paste(shell, line);
            try {
                assertThat(daemons.mirai(() -> System.getProperty("text")).block(DialInTest.DEADLINE))
                        .isEqualTo("it's \"quoted\" $HOME");
                assertThat(argumentsWith(secret)).isEmpty();
                assertThat(daemons.status().toString()).doesNotContain(secret);
                assertThat(daemons.status().url()).doesNotContain(secret);
            } finally {
                pasted.descendants().forEach(ProcessHandle::destroyForcibly);
                pasted.destroyForcibly().waitFor();
            }
        }
    }

    /** Processes that show this in their arguments, or a Java in its environment; the shell that it was pasted to is none. */
    private static List<Path> argumentsWith(String secret) throws IOException {
        return Secrets.inProcesses(secret).stream()
                .filter(file -> !isPastedTo(file))
                .toList();
    }

    private static boolean isPastedTo(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.isEmpty() || text.startsWith("sh\0-c\0") || text.startsWith("bash\0-c\0");
        } catch (IOException e) {
            return true; // it has ended
        }
    }

    @Test
    void cluster_printsALineForEachNodeThatIsNotThere() throws Exception {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Daemons daemons = Daemons.builder().n(2).url("tcp://127.0.0.1:0").start()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            MiraiCluster cluster;
            try {
                cluster = daemons.cluster();
            } finally {
                System.setOut(stdout);
            }
            List<String> lines =
                    printed.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).isEqualTo(daemons.launchCommands(2));
            List<Process> shells = List.of(paste("sh", lines.get(0)), paste("sh", lines.get(1)));
            try {
                assertThat(cluster.clusterCall(() -> 1)).containsExactly(1, 1);
            } finally {
                for (Process shell : shells) {
                    shell.descendants().forEach(ProcessHandle::destroyForcibly);
                    shell.destroyForcibly().waitFor();
                }
            }
        }
    }

    @Test
    void commandsThatCannotBe_sayWhatIsMissing() {
        try (Daemons local = Daemons.local(1)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> local.launchCommands(1))
                    .withMessageContaining("has no url");
            assertThatIllegalArgumentException().isThrownBy(() -> local.launchCommands(0));
        }
        try (Daemons daemons = Daemons.builder().url("tcp://127.0.0.1:0").start()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> daemons.launchCommands(1, DaemonOptions.none().classPath("lib.jar")))
                    .withMessageContaining("leave classPath(…) out");
        }
    }
}
