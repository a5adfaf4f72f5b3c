package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Mirais;
import io.mirai.SshConfig;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons over SSH, by the real programs of both sides. */
@NeedsRunnableJar
@SuppressWarnings("NullAway.Init") // by JUnit
class SshIT {

    private static final String URL = "tls+tcp://127.0.0.1:0";
    private static final String TUNNELLED = "tcp://127.0.0.1:0";

    @TempDir
    private static Path directory;

    private static @Nullable Sshd sshd;

    @BeforeAll
    static void startSshd() throws Exception {
        Sshd.assume();
        sshd = Sshd.start(directory);
    }

    @AfterAll
    static void endSshd() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static SshConfig config(String... urls) {
        return SshConfig.of(urls).command(sshd.ssh());
    }

    private static Daemons start(String url, SshConfig config) {
        return Daemons.builder().url(url).remote(config).start();
    }

    private static String problem(Daemons daemons, int index) {
        return daemons.status().daemons().get(index).problem().orElse("");
    }

    private static long pid(Daemons daemons) {
        return daemons.mirai(() -> ProcessHandle.current().pid()).block(DialInTest.DEADLINE);
    }

    // ---- What works ----

    @Test
    void machines_needAJavaAlone_andGetTheJarOnce() throws Exception {
        DaemonOptions options = DaemonOptions.none().jvmArgs("-Dtext=it's \"quoted\" $HOME ünï");
        try (Daemons daemons = Daemons.builder()
                .url(URL)
                .remote(config("ssh://one", "ssh://two", "ssh://two"))
                .daemon(options)
                .start()) {
            assertThat(daemons.status().connections()).isEqualTo(3);
            List<Path> jars = sshd.jars();
            assertThat(jars).hasSize(1);
            assertThat(Files.getPosixFilePermissions(jars.get(0)).toString()).doesNotContain("GROUP", "OTHERS");
            assertThat(daemons.mirai(() -> new Greeting(System.getProperty("text")).toString())
                            .block(DialInTest.DEADLINE))
                    .isEqualTo("Greeting[text=it's \"quoted\" $HOME ünï]");
            assertThat(daemons.mirai(() -> System.in.read()).block(DialInTest.DEADLINE))
                    .isEqualTo(-1);
            assertThat(Secrets.inProcesses()).isEmpty();
        }
        assertThat(Sshd.clients()).isEmpty();
    }

    record Greeting(String text) {}

    @Test
    void launchRemote_returnsTheCommands() {
        try (Daemons daemons = Daemons.builder().url(URL).start()) {
            assertThat(daemons.launchRemote(config("ssh://one").java("/opt/jdk/bin/java -Xmx4g")))
                    .singleElement()
                    .asString()
                    .startsWith(sshd.ssh() + " -T -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=10 ")
                    .contains(
                            " -- one 'exec sh -c ",
                            " /opt/jdk/bin/java -Xmx4g ",
                            " daemon " + daemons.status().url());
            await().atMost(DialInTest.DEADLINE).until(() -> !problem(daemons, 0).isEmpty());
            assertThat(problem(daemons, 0))
                    .contains(
                            "the command for the daemon on ssh://one ended with exit status 69",
                            "there is no Java 17 or newer as /opt/jdk/bin/java");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TUNNELLED, "tls+tcp://localhost:0", "wss://127.0.0.1:0/mirai", "unix"})
    void tunnel_isOneForEachMachine(String url) {
        String address = url.equals("unix") ? Mirais.localUrl() : url;
        try (Daemons daemons = Daemons.builder()
                .n(4)
                .url(address)
                .remote(config("ssh://one").tunnel(true))
                .start()) {
            assertThat(daemons.status().connections()).isEqualTo(4);
            assertThat(Sshd.clients()).hasSize(5);
            assertThat(daemons.map(IntStream.range(0, 40).boxed().toList(), x -> x + 1)
                            .collect())
                    .hasSize(40)
                    .endsWith(40);
        }
        assertThat(Sshd.clients()).isEmpty();
    }

    @Test
    void configuration_ofTheUserIsHonoured_jumpHostsToo() {
        try (Daemons daemons = start(TUNNELLED, config("ssh://behind").tunnel(true))) {
            assertThat(daemons.mirai(() -> DaemonContext.current().isDaemon()).block(DialInTest.DEADLINE))
                    .isTrue();
        }
    }

    // ---- What fails ----

    @Test
    void machineThatIsDown_leavesTheOthers_andIsNamed() {
        try (Daemons daemons = start(URL, config("ssh://one", "ssh://down", "ssh://two"))) {
            assertThat(daemons.status().connections()).isEqualTo(2);
            assertThat(problem(daemons, 1))
                    .contains("on ssh://down ended with exit status 255", "Connection refused", "command: ssh -F ");
            assertThat(daemons.map(List.of(1, 2, 3), x -> x).collect()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void machineWhoseKeyIsNotKnown_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(URL, config("ssh://stranger")))
                .withMessageContaining("on ssh://stranger")
                .withMessageContaining("Host key verification failed");
    }

    @Test
    void tunnelThatCannotBe_isSaid() {
        try (Daemons daemons = Daemons.builder().url("tls+tcp://0.0.0.0:0").start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> daemons.launchRemote(config("ssh://one").tunnel(true)))
                    .withMessageContaining("no tunnel leads to tls+tcp://0.0.0.0:");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> start(TUNNELLED, config("ssh://down").tunnel(true)))
                .withMessageContaining("its tunnel has ended")
                .withMessageContaining("Connection refused");
        DaemonOptions persist = DaemonOptions.none().autoExit(DaemonOptions.AutoExit.PERSIST);
        assertThatIllegalStateException()
                .isThrownBy(() -> Daemons.builder()
                        .url(TUNNELLED)
                        .daemon(persist)
                        .remote(config("ssh://one").tunnel(true))
                        .start())
                .withMessageContaining("cannot dial in through a tunnel, which ends with the host");
    }

    // ---- What ends ----

    @Test
    void clientThatIsKilled_endsItsDaemon_withinASecond() {
        try (Daemons daemons = start(URL, config("ssh://one"))) {
            long slowest = 0;
            for (int i = 0; i < 3; i++) {
                int instance = i + 1; // a task that is sent to the one before, before its end is known, is lost
                await().atMost(DialInTest.DEADLINE)
                        .until(() -> daemons.status().daemons().get(0).instance() >= instance
                                && daemons.status().connections() == 1);
                ProcessHandle daemon = ProcessHandle.of(pid(daemons)).orElseThrow();
                long since = System.nanoTime();
                Sshd.clients().forEach(ProcessHandle::destroyForcibly);
                await().atMost(DialInTest.DEADLINE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> !daemon.isAlive());
                slowest = Math.max(slowest, System.nanoTime() - since);
            }
            System.out.println("a daemon ends " + Duration.ofNanos(slowest).toMillis()
                    + " ms after its ssh was killed, at most, of 3");
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void ctrlC_inTheTerminalOfAHostThatHandlesIt_endsNoDaemon() throws Exception {
        try (Daemons daemons = start(TUNNELLED, config("ssh://one").tunnel(true))) {
            long pid = pid(daemons);
            for (ProcessHandle client : Sshd.clients()) {
                assertThat(new ProcessBuilder("kill", "-INT", Long.toString(client.pid()))
                                .start()
                                .waitFor())
                        .isZero();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(pid(daemons)).isEqualTo(pid);
            }
            assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(1);
        }
    }

    @Test
    void tunnelThatIsKilled_isOpenedAgain() {
        try (Daemons daemons = start(TUNNELLED, config("ssh://one", "ssh://one").tunnel(true))) {
            Sshd.clients().forEach(ProcessHandle::destroyForcibly);
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> daemons.status().daemons().stream().allMatch(daemon -> daemon.instance() >= 2));
            assertThat(daemons.map(List.of(1, 2, 3), x -> x).collect()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void close_endsDaemonsThatRun_andThoseThatStart() {
        long pid;
        try (Daemons daemons = start(URL, config("ssh://one"))) {
            pid = pid(daemons);
            daemons.mirai(() -> Thread.sleep(600_000));
            daemons.launchRemote(config("ssh://one", "ssh://two"));
        }
        assertThat(Sshd.clients()).isEmpty();
        await().atMost(DialInTest.DEADLINE).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostThatIsKilled_leavesNothing(boolean tunnel) throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-DrunnableJar=" + System.getProperty("runnableJar"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        sshd.ssh(),
                        Boolean.toString(tunnel))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            List<Long> pids = List.of(Long.parseLong(said.readLine()), Long.parseLong(said.readLine()));
            assertThat(pids).allMatch(SshIT::isThere);
            host.destroyForcibly().waitFor();
            await().atMost(DialInTest.DEADLINE).until(() -> pids.stream().noneMatch(SshIT::isThere));
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> Secrets.inProcesses(directory.resolve("config").toString())
                            .isEmpty());
        } finally {
            host.destroyForcibly();
        }
    }

    private static boolean isThere(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    /** Says the processes of its two daemons, whose tasks do not end, and waits. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) throws IOException {
            boolean tunnel = Boolean.parseBoolean(args[1]);
            Daemons daemons = Daemons.builder()
                    .url(TUNNELLED)
                    .remote(SshConfig.of("ssh://one", "ssh://two")
                            .command(args[0])
                            .tunnel(tunnel))
                    .start();
            for (Mirai<Long> pid : List.of(
                    daemons.cluster().on(0, () -> ProcessHandle.current().pid()),
                    daemons.cluster().on(1, () -> ProcessHandle.current().pid()))) {
                System.out.println(pid.collect());
            }
            daemons.mirai(() -> Thread.sleep(600_000));
            daemons.mirai(() -> Thread.sleep(600_000));
            while (System.in.read() >= 0) {}
        }
    }
}
