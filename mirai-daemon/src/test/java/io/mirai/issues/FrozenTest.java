package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.testing.Signals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that stand still for a while, as at a breakpoint or on a laptop that sleeps. */
@Timeout(120)
class FrozenTest {

    private static final long SECONDS = 3;

    @TempDir
    Path scratch;

    @Test
    void daemonThatStandsStill_goesOnWithItsTask() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            Mirai<Integer> task = FrozenHost.begin(daemons, scratch.toString());
            Signals.freeze(pid);
            TimeUnit.SECONDS.sleep(SECONDS);
            Files.createFile(scratch.resolve("go"));
            assertThat(task.unresolved()).isTrue();
            Signals.send("CONT", pid);
            assertThat(task.collect()).isEqualTo(1);
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .isEqualTo(1);
        }
    }

    @Test
    void hostThatStandsStill_goesOnWithItsDaemons() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenHost.class.getName(),
                        scratch.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("begun");
            Signals.freeze(host.pid());
            Files.createFile(scratch.resolve("go")); // its daemon goes on
            TimeUnit.SECONDS.sleep(SECONDS);
            Signals.send("CONT", host.pid());
            assertThat(out.readLine()).isEqualTo("on instance 1, the next on instance 1");
            assertThat(host.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            host.destroyForcibly();
        }
    }

    /** Longer than its link lives in silence. */
    @Test
    @Tag("chaos")
    @Timeout(400)
    void daemonThatStandsStillForLong_isReplaced() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            Mirai<Integer> task = FrozenHost.begin(daemons, scratch.toString());
            long start = System.nanoTime();
            Signals.freeze(pid);
            await().atMost(Duration.ofMinutes(5)).until(() -> !task.unresolved());
            System.out.println("a daemon that stood still was given up after "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
            assertThat(((Outcome.Failure<?>) task.data()).error())
                    .isInstanceOfSatisfying(MiraiReset.class, reset -> assertThat(reset.started())
                            .isEqualTo(MiraiReset.Started.YES));
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .isEqualTo(2);
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }
}
