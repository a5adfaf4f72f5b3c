package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.Outcome;
import io.mirai.launch.TestFleet.Sent;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that cannot make threads any more. */
@Tag("jdk")
class ThreadsExhaustedTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void outOfThreads_isTheTasksFailure_andTheDaemonLeaves() throws Exception {
        Path java = Files.writeString(
                scratch.resolve("java"),
                "#!/bin/sh\nulimit -v 8000000\nexec '" + System.getProperty("java.home")
                        + "/bin/java' -Xmx128m \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(60))) {
            Link link = daemons.launch(0);
            Sent sent = daemons.send(link, ThreadsExhaustedTest::startSleepers);
            assertThat(sent.failure().className()).isEqualTo(OutOfMemoryError.class.getName());
            assertThat(sent.failure().message()).contains("unable to create native thread");
            assertThat(daemons.next(daemons.drainings).reason()).isEqualTo(Departure.OUT_OF_MEMORY);
        }
    }

    @Test
    void outOfThreads_theDaemonIsReplaced_andTheNextTaskHasItsValue() {
        DaemonOptions small = DaemonOptions.none().jvmArgs("-Xmx128m");
        try (Daemons daemons = Daemons.builder().n(1).daemon(small).start()) {
            Mirai<Object> greedy = daemons.mirai(() -> {
                limitAddressSpace();
                return startSleepers();
            });
            Mirai<Integer> next = daemons.mirai(() -> DaemonContext.current().instance());
            assertThat(((Outcome.Failure<Object>) greedy.call().data()).error())
                    .isInstanceOf(MiraiError.class)
                    .hasMessageContaining("unable to create native thread");
            assertThat(next.collect()).isEqualTo(2);
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .as("it stays")
                    .isEqualTo(2);
        }
    }

    /** Of this process; the daemon that replaces it has no such limit. */
    private static void limitAddressSpace() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        int status = new ProcessBuilder("prlimit", "--pid", self, "--as=8192000000")
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("prlimit ended with " + status);
        }
    }

    private static Object startSleepers() {
        while (true) {
            Thread sleeper = new Thread(null, ThreadsExhaustedTest::sleep, "sleeper", 1L << 30);
            sleeper.setDaemon(true);
            sleeper.start();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
