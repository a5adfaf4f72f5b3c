package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What daemons do when their host goes. */
@Timeout(120)
class AutoExitTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private static void awaitEnd(ProcessHandle daemon) {
        await().atMost(DEADLINE).until(() -> !daemon.isAlive());
    }

    private static ProcessHandle process(Daemons daemons) {
        return ProcessHandle.of(
                        daemons.mirai(() -> ProcessHandle.current().pid()).collect())
                .orElseThrow();
    }

    @Test
    void killedHost_isFollowedAsEachDaemonWasTold() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AutoExitHost.class.getName(),
                        scratch.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> daemons = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null && !line.equals("ready"); line = out.readLine()) {
                daemons.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
            }
            assertThat(daemons).hasSize(3);
            ProcessHandle finishing = daemons.get(0);
            ProcessHandle signalled = daemons.get(1);
            ProcessHandle persistent = daemons.get(2);

            host.destroyForcibly();

            awaitEnd(signalled);
            assertThat(scratch.resolve("hook")).exists();
            assertThat(finishing.isAlive()).isTrue();
            Files.createFile(scratch.resolve("go"));
            awaitEnd(finishing);
            assertThat(scratch.resolve("finished")).exists();
            assertThat(persistent.isAlive()).isTrue();
        } finally {
            host.destroyForcibly();
            daemons.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void close_leavesAPersistentDaemon_andTerminateEndsIt() {
        DaemonOptions persistent = DaemonOptions.none().autoExit(AutoExit.PERSIST);
        Daemons closed = Daemons.builder().n(1).daemon(persistent).start();
        ProcessHandle left = process(closed);
        Daemons daemons = Daemons.builder().n(1).daemon(persistent).start();
        ProcessHandle daemon = process(daemons);
        try {
            closed.close();
            daemons.terminate();
            assertThat(daemon.isAlive()).isFalse();
            assertThat(left.isAlive()).isTrue();
            closed.terminate();
            awaitEnd(left);
        } finally {
            left.destroyForcibly();
            daemon.destroyForcibly();
        }
    }

    @Test
    void signals_areKnownWithAndWithoutSig() {
        DaemonOptions options = DaemonOptions.none();
        assertThat(options.autoExit("SIGTERM")).isNotNull();
        assertThat(options.autoExit("int")).isNotNull();
        for (String unknown : List.of("", "SIG", "STOP", "TERMINATE", "15")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.autoExit(unknown))
                    .withMessage(
                            "autoExit: '" + unknown + "' is no signal that ends a daemon; known are SIGHUP, SIGINT,"
                                    + " SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM");
        }
    }
}
