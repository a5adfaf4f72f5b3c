package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.daemon.end.ExitCode;
import io.mirai.launch.TestFleet.Failure;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Exceptions;

@Tag("jdk")
class LaunchTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void launch_ofAProcessThatEndsAtOnce_tellsCommandStatusAndFirstAndLastLines() throws Exception {
        Path java = script("i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i >&2; done; exit 9");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(2);
            Failure failure = daemons.next(daemons.failures);
            assertThat(failure.slot()).isEqualTo(2);
            assertThat(failure.message())
                    .contains(java.toString(), "-XX:+UseSerialGC", "exit code 9", "line 1\n", "line 10\n")
                    .contains("line 10\n  …\n  line 21\n", "line 30\n")
                    .doesNotContain("line 11\n", "line 20\n");
            assertThat(daemons.links).isEmpty();
        }
    }

    @Test
    void launch_ofAProcessThatNeverDials_isKilledAtTheLimit() throws Exception {
        Path java = script("echo waiting for a license >&2; echo $$ > " + scratch.resolve("pid") + "; exec sleep 600");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(1))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message())
                    .contains("had not dialled in after 1000 ms", "waiting for a license");
            long pid = Long.parseLong(Files.readString(scratch.resolve("pid")).strip());
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void launch_ofAProcessThatSaysNothing_tellsSo() throws Exception {
        Path java = script("exit 7");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message())
                    .contains("exit code 7", "it said nothing", "command: " + java);
        }
    }

    @Test
    void launch_ofAProcessThatASignalEnds_tellsWhich() throws Exception {
        Path java = script("echo about to go >&2; kill -9 $$");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message()).contains("exit code 137", "about to go");
        }
    }

    @Test
    void launch_ofAProcessThatSpillsBytes_keepsTheMessageShortAndClean() throws Exception {
        Path java = script("head -c 30000000 /dev/urandom >&2; printf 'the \\033[31mend\\n' >&2; exit 7");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message())
                    .contains("exit code 7", "the ?[31mend")
                    .hasSizeLessThan(40_000)
                    .doesNotContainPattern("[\\p{Cntrl}&&[^\n\t]]");
        }
    }

    @Test
    void launch_besideOthers_sharesTheMemoryWithThem() throws Exception {
        Path java = script("exec sleep 600");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(1))) { // a profile of two
            for (int slot = 0; slot < 5; slot++) {
                daemons.begin(slot);
            }
            for (int slot = 0; slot < 5; slot++) {
                Failure failure = daemons.next(daemons.failures);
                if (failure.slot() == 4) {
                    assertThat(failure.message()).contains("-XX:MaxRAMPercentage=15.0");
                }
            }
            daemons.begin(5);
            assertThat(daemons.next(daemons.failures).message()).contains("-XX:MaxRAMPercentage=25.0");
        }
    }

    @Test
    void launch_ofNoProgram_tellsWhich() throws Exception {
        Path java = scratch.resolve("no-java");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message()).contains("cannot start", java.toString());
        }
    }

    @Test
    void launch_whereALibraryIsMissing_tellsWhich() throws Exception {
        String[] all = System.getProperty("java.class.path").split(File.pathSeparator);
        String most = Stream.of(all)
                .filter(entry -> !entry.contains("netty-handler-proxy"))
                .collect(Collectors.joining(File.pathSeparator));
        Process host = HostJvm.on(most, StartProgram.class).start();
        try {
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(host));
            assertThat(said.get(TestFleet.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .contains("failed: ", "NoClassDefFoundError", "io/netty/handler/proxy/ProxyHandler");
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void dial_withAWrongToken_isRefused() throws Exception {
        Path begun = scratch.resolve("begun");
        Path java = script("touch " + begun + "; exec sleep 20");
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(begun));
            Setup setup = Setup.ofThisProcess(1, 0, 1);
            assertRefused(daemons, setup, "token");
        }
    }

    @Test
    void daemon_thatIsRefused_saysWhyAndEndsWithItsStatus() throws Exception {
        // A program that gives the daemon a token of its own making.
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String forged = Secret.of(Token.random()).text();
        Path fifo = scratch.resolve("fifo");
        Path java = script("mkfifo " + fifo + "; exec 3<&0; (sed -u 's/^secret=.*/secret=" + forged
                + "/;/^end$/q' <&3; exec sleep 20) > " + fifo + " & exec " + real + " \"$@\" < " + fifo);
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(30))) {
            daemons.begin(0);
            assertThat(daemons.next(daemons.failures).message())
                    .contains("exit code " + ExitCode.REFUSED.status(), "refused this daemon", "token")
                    .doesNotContain(forged);
        }
    }

    @Test
    void socketAndDirectory_areForThisUserOnly() throws Exception {
        try (TestFleet daemons = TestFleet.open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(daemons.directory())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(daemons.directory().resolve("s"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void arguments_ofADaemon_holdNoSecret() throws Exception {
        Path seen = scratch.resolve("seen");
        Path java = script("echo \"$@\" > " + seen + "; grep ^secret= | cut -d= -f2 >> " + seen);
        try (TestFleet daemons = TestFleet.open(java, Duration.ofSeconds(1))) {
            daemons.begin(0);
            daemons.next(daemons.failures);
        }
        String arguments = Files.readAllLines(seen).get(0);
        assertThat(arguments).contains("io.mirai.daemon.DaemonMain").doesNotContain("mirai1_");
    }

    private static void assertRefused(TestFleet daemons, Setup setup, String why) {
        Throwable refusal = Assertions.catchThrowable(() -> HostConnection.dial(
                        new LinkAddress.Unix(daemons.directory().resolve("s")),
                        setup,
                        Secret.of(Token.random()),
                        new NoTasks())
                .block(TestFleet.DEADLINE));
        assertThat(Exceptions.unwrap(refusal))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script(String body) throws IOException {
        Path script = scratch.resolve("java");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private static final class NoTasks implements TaskHandler {

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            throw new AssertionError("nobody sends tasks");
        }

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {
            throw new AssertionError("nobody stops tasks");
        }
    }
}
