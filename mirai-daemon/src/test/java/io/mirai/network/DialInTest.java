package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiClosed;
import io.mirai.MiraiMap;
import io.mirai.MiraiReset;
import io.mirai.TaskOptions;
import io.mirai.TlsConfig;
import io.mirai.daemon.end.ExitCode;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Ports;
import io.mirai.testing.Relay;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons dial in at the url of a profile, started by its lines. */
class DialInTest {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    record Point(int x, int y) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://127.0.0.1:0", "tls+tcp://localhost:0", "ws://[::1]:0/mirai", "wss://127.0.0.1:0/a/b"})
    void daemons_startedByOneLine_runTasks(String url) throws Exception {
        try (Daemons daemons = Daemons.builder().n(2).url(url).start()) {
            assertThat(daemons.status().url())
                    .startsWith(url.substring(0, url.lastIndexOf(":0") + 1))
                    .endsWith(url.substring(url.lastIndexOf(":0") + 2))
                    .isNotEqualTo(url);
            assertThat(daemons.status().daemons()).hasSize(2).allSatisfy(slot -> assertThat(slot.online())
                    .isFalse());
            String line = daemons.launchCommands(1).get(0);
            assertThat(line).startsWith(" printf ");
            try (PastedDaemon first = PastedDaemon.paste(line);
                    PastedDaemon second = PastedDaemon.paste(line)) {
                MiraiMap<Point> points =
                        daemons.map(IntStream.range(0, 200).boxed().toList(), x -> new Point(x, x * x));
                assertThat(points.collect()).hasSize(200).contains(new Point(7, 49));
                await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
                Set<Long> processes = Set.copyOf(
                        daemons.everywhere(() -> ProcessHandle.current().pid()).collect());
                assertThat(processes)
                        .containsExactlyInAnyOrder(
                                first.process().pid(), second.process().pid());
                byte[] large = new byte[3_000_000];
                large[17] = 1;
                assertThat(daemons.mirai(() -> large.clone()).block(DEADLINE)).isEqualTo(large);
            }
        }
    }

    @Test
    void daemonOfThisMachine_andOneFromElsewhere_serveOneProfile() throws Exception {
        try (Daemons daemons =
                Daemons.builder().n(6).url("tls+tcp://127.0.0.1:0").start()) {
            daemons.launchLocal(1);
            assertThat(daemons.mirai(() -> DaemonContext.current().index()).block(DEADLINE))
                    .isZero();
            assertThat(daemons.mirai(() -> List.copyOf(
                                    ManagementFactory.getRuntimeMXBean().getInputArguments()))
                            .block(DEADLINE))
                    .as("slots of daemons elsewhere take no memory here")
                    .contains("-XX:MaxRAMPercentage=25.0");
            try (PastedDaemon other =
                    PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
                await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
                assertThat(daemons.cluster()
                                .on(1, () -> ProcessHandle.current().pid())
                                .block(DEADLINE))
                        .isEqualTo(other.process().pid());
            }
        }
    }

    @Test
    void context_isOfTheSlotThatTheHostHasGiven() throws Exception {
        try (Daemons daemons = Daemons.builder().n(1).url("tcp://127.0.0.1:0").start();
                PastedDaemon daemon = PastedDaemon.paste(
                        daemons.launchCommands(1, DaemonOptions.none().autoExit(AutoExit.PERSIST))
                                .get(0))) {
            assertThat(daemons.mirai(DialInTest::where).block(DEADLINE)).isEqualTo("0 1");
            assertThat(daemons.saisei(0, false)).isEmpty();
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    private static void awaitFile(Path file) {
        await().atMost(DEADLINE).until(() -> Files.exists(file));
    }

    private static String where() {
        return DaemonContext.current().index() + " " + DaemonContext.current().instance();
    }

    // ---- Secrets ----

    @Test
    void secretPerSlot_opensItsSlotToOneDaemonAtATime_untilSaisei() throws Exception {
        try (Daemons daemons =
                Daemons.builder().n(2).token(true).url("tls+tcp://127.0.0.1:0").start()) {
            List<String> lines = daemons.launchCommands(2);
            assertThat(lines.get(0)).isNotEqualTo(lines.get(1)).contains("--slot=0");
            try (PastedDaemon second = PastedDaemon.paste(lines.get(1))) {
                assertThat(daemons.mirai(DialInTest::where).block(DEADLINE)).isEqualTo("1 1");
                try (PastedDaemon again = PastedDaemon.paste(lines.get(1))) {
                    assertThat(again.awaitExit()).isEqualTo(ExitCode.REFUSED.status());
                    assertThat(again.said()).contains("slot 1 of profile").contains("has a daemon");
                }
                String directory = scratch.toString();
                Mirai<Integer> running = daemons.mirai(() -> HeldTask.run(directory, 0));
                awaitFile(HeldTask.begun(directory, 0, 1));
                String url = daemons.saisei(1, true).orElseThrow();
                assertThat(url).isEqualTo(daemons.status().url());
                assertThatThrownBy(running::collect).isInstanceOf(MiraiClosed.class);
                assertThat(daemons.status().daemons().get(1).instance()).isEqualTo(-1);
                assertThat(second.awaitExit()).isEqualTo(ExitCode.HOST_GONE.status());
            }
            try (PastedDaemon late = PastedDaemon.paste(lines.get(1))) {
                assertThat(late.awaitExit()).isEqualTo(ExitCode.REFUSED.status());
            }
            String fresh = daemons.launchCommands(2).get(1);
            assertThat(fresh).isNotEqualTo(lines.get(1)).contains("--slot=1");
            try (PastedDaemon next = PastedDaemon.paste(fresh)) {
                assertThat(daemons.mirai(DialInTest::where).block(DEADLINE)).isEqualTo("1 2");
                assertThat(next.isAlive()).isTrue();
            }
        }
    }

    @Test
    void sharedSecret_isTakenBackBySaisei() throws Exception {
        try (Daemons daemons = Daemons.builder().n(1).url("tcp://127.0.0.1:0").start()) {
            String line = daemons.launchCommands(1).get(0);
            daemons.saisei(0, false);
            try (PastedDaemon late = PastedDaemon.paste(line)) {
                assertThat(late.awaitExit()).isEqualTo(ExitCode.REFUSED.status());
            }
            try (PastedDaemon next =
                    PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
                assertThat(daemons.mirai(DialInTest::where).block(DEADLINE)).isEqualTo("0 1");
                assertThat(next.isAlive()).isTrue();
            }
        }
    }

    @Test
    void identity_letsADaemonFindTheNextHost_andOldLinesToo() throws Exception {
        Path identity = scratch.resolve("identity");
        int port = Ports.free();
        Daemons.Builder builder =
                Daemons.builder().n(1).url("tls+tcp://127.0.0.1:" + port).identity(identity);
        String line;
        Daemons first = builder.start();
        line = first.launchCommands(1, DaemonOptions.none().autoExit(AutoExit.PERSIST))
                .get(0);
        try (PastedDaemon daemon = PastedDaemon.paste(line)) {
            long pid = first.mirai(() -> ProcessHandle.current().pid()).block(DEADLINE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)))
                    .isEqualTo("rw-------");
            first.close();
            try (Daemons second = builder.start()) {
                assertThat(second.mirai(() -> ProcessHandle.current().pid()).block(DEADLINE))
                        .isEqualTo(pid);
                assertThat(second.mirai(DialInTest::where).block(DEADLINE)).isEqualTo("0 1");
                try (PastedDaemon another = PastedDaemon.paste(line)) {
                    await().atMost(DEADLINE).until(() -> second.status().connections() == 2);
                    assertThat(another.isAlive()).isTrue();
                    second.terminate();
                    assertThat(another.awaitExit()).isEqualTo(ExitCode.DISMISSED.status());
                }
            }
            assertThat(daemon.awaitExit()).isEqualTo(ExitCode.DISMISSED.status());
            assertThat(daemon.said()).contains("its host has told it to leave for good");
        }
    }

    // ---- The end ----

    @Test
    void hostThatCloses_endsItsDaemons() throws Exception {
        Daemons daemons = Daemons.builder().url("wss://127.0.0.1:0").start();
        try (PastedDaemon daemon = PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            assertThat(daemons.mirai(() -> 1).block(DEADLINE)).isEqualTo(1);
            String directory = scratch.toString();
            Mirai<Integer> running = daemons.mirai(() -> HeldTask.run(directory, 0));
            await().atMost(DEADLINE).until(() -> daemons.status().executing() == 1);
            daemons.close();
            assertThatThrownBy(running::collect).isInstanceOf(MiraiReset.class);
            assertThat(daemon.awaitExit()).isEqualTo(ExitCode.HOST_GONE.status());
        }
    }

    @Test
    void killedDaemon_losesItsTask_andNobodyIsLaunchedInItsPlace() throws Exception {
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                PastedDaemon daemon =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            String directory = scratch.toString();
            Mirai<Integer> running = daemons.mirai(() -> HeldTask.run(directory, 0));
            await().atMost(DEADLINE).until(() -> daemons.status().executing() == 1);
            daemon.process().destroyForcibly();
            assertThatThrownBy(running::collect).isInstanceOfSatisfying(MiraiReset.class, reset -> {
                assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.LINK_LOST);
                assertThat(reset.started()).isEqualTo(MiraiReset.Started.UNKNOWN);
            });
            Mirai<Long> queued = daemons.mirai(() -> ProcessHandle.current().pid());
            try (PastedDaemon next =
                    PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
                assertThat(queued.block(DEADLINE)).isEqualTo(next.process().pid());
                assertThat(daemons.status().daemons()).singleElement().satisfies(slot -> assertThat(slot.instance())
                        .isEqualTo(2));
            }
        }
    }

    @Test
    void taskThatHasPrinted_hadBegun() throws Exception {
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                PastedDaemon daemon = PastedDaemon.paste(
                        daemons.launchCommands(1, DaemonOptions.none().output(true))
                                .get(0))) {
            String directory = scratch.toString();
            Mirai<Integer> running = daemons.mirai(() -> {
                System.out.println("begun");
                Thread.sleep(500); // the line is on its way; a test of what the host has seen cannot look from here
                return HeldTask.run(directory, 0);
            });
            awaitFile(HeldTask.begun(directory, 0, 1));
            daemon.process().destroyForcibly();
            assertThatThrownBy(running::collect)
                    .isInstanceOfSatisfying(MiraiReset.class, reset -> assertThat(reset.started())
                            .isEqualTo(MiraiReset.Started.YES));
        }
    }

    @Test
    void retry_givesALostTaskToTheNextDaemon() throws Exception {
        try (Daemons daemons = Daemons.builder()
                        .n(1)
                        .url("tcp://127.0.0.1:0")
                        .retry(true)
                        .start();
                PastedDaemon daemon =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            String directory = scratch.toString();
            Files.createFile(HeldTask.go(directory, 0, 2));
            Mirai<Integer> task = daemons.mirai(() -> HeldTask.run(directory, 0));
            awaitFile(HeldTask.begun(directory, 0, 1));
            daemon.process().destroyForcibly();
            try (PastedDaemon next =
                    PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
                assertThat(task.block(DEADLINE)).isEqualTo(2);
                assertThat(next.isAlive()).isTrue();
            }
        }
    }

    /** Also a persistent one, which would dial again if it were only cut off. */
    @Test
    void drain_letsWhatRunsFinishAndTheDaemonLeaveForGood() throws Exception {
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                PastedDaemon daemon = PastedDaemon.paste(
                        daemons.launchCommands(1, DaemonOptions.none().autoExit(AutoExit.PERSIST))
                                .get(0))) {
            String directory = scratch.toString();
            Mirai<Integer> running = daemons.mirai(() -> HeldTask.run(directory, 0));
            awaitFile(HeldTask.begun(directory, 0, 1));
            CompletableFuture<Void> left = daemons.drain(0).toFuture();
            Mirai<Integer> queued = daemons.mirai(() -> 2);
            assertThat(daemons.status().daemons().get(0).problem()).isPresent();
            Files.createFile(HeldTask.go(directory, 0, 1));
            assertThat(running.block(DEADLINE)).isEqualTo(1);
            assertThat(daemon.awaitExit()).as(daemon.said()).isEqualTo(ExitCode.DRAINED.status());
            left.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(queued.unresolved()).isTrue();
            try (PastedDaemon next =
                    PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
                assertThat(queued.block(DEADLINE)).isEqualTo(2);
                assertThat(next.isAlive()).isTrue();
            }
        }
    }

    @Test
    void sigterm_letsWhatRunsFinish() throws Exception {
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                PastedDaemon daemon =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            String directory = scratch.toString();
            Mirai<Integer> running = daemons.mirai(() -> HeldTask.run(directory, 0));
            awaitFile(HeldTask.begun(directory, 0, 1));
            daemon.process().destroy();
            Mirai<Integer> queued = daemons.mirai(() -> 2);
            await().atMost(DEADLINE).until(() -> daemon.said().contains("SIGTERM"));
            // However long that takes, and longer than the hooks of user code may take.
            assertThatThrownBy(() -> daemon.process().onExit().get(3, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            Files.createFile(HeldTask.go(directory, 0, 1));
            assertThat(running.block(DEADLINE)).isEqualTo(1);
            assertThat(daemon.awaitExit()).isEqualTo(128 + 15);
            assertThat(queued.unresolved()).isTrue();
        }
    }

    @Test
    void sigterm_leavesTheDaemonsOfWhatRunsAlone() throws Exception {
        try (Daemons daemons =
                        Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
                PastedDaemon daemon =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            String begun = scratch.resolve("begun").toString();
            String go = scratch.resolve("go").toString();
            Mirai<Integer> running = daemons.mirai(() -> {
                try (Daemons own = Daemons.local(1)) {
                    int first = own.mirai(() -> 1).collect();
                    Files.createFile(Path.of(begun));
                    while (Files.notExists(Path.of(go))) {
                        Thread.sleep(10);
                    }
                    return first + own.mirai(() -> 1).collect();
                }
            });
            await().atMost(DEADLINE).until(() -> Files.exists(Path.of(begun)));
            daemon.process().destroy();
            await().atMost(DEADLINE).until(() -> daemon.said().contains("SIGTERM"));
            Files.createFile(Path.of(go));
            assertThat(running.block(DEADLINE)).isEqualTo(2);
            assertThat(daemon.awaitExit()).isEqualTo(128 + 15);
        }
    }

    /** A host at a breakpoint, to which a daemon on its machine leaves all the time that it wants. */
    @Test
    void sigterm_endsAnIdleDaemonWhoseHostIsSilent() throws Exception {
        try (Daemons daemons = Daemons.builder().url("tcp://127.0.0.1:0").start();
                Relay relay = Relay.beside(daemons.status().url(), Long.MAX_VALUE, Duration.ZERO);
                PastedDaemon daemon = PastedDaemon.paste(
                        relay.through(daemons.launchCommands(1).get(0)))) {
            assertThat(daemons.mirai(() -> 1).block(DEADLINE)).isEqualTo(1);
            relay.loseListener();
            daemon.process().destroy();
            assertThat(daemon.awaitExit()).isEqualTo(128 + 15);
        }
    }

    @Test
    void sigterm_endsADaemonThatDials_andNotWhatBecomesOfItsDial() throws Exception {
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (Daemons daemons = Daemons.builder().n(1).url("tcp://127.0.0.1:0").start();
                PastedDaemon daemon = PastedDaemon.paste(daemons.launchCommands(1)
                        .get(0)
                        .replaceFirst("127.0.0.1:\\d+", "127.0.0.1:" + silent.getLocalPort()))) {
            Socket dialled = silent.accept();
            daemon.process().destroy();
            await().atMost(DEADLINE).until(() -> daemon.said().contains("SIGTERM"));
            silent.close();
            dialled.close();
            assertThat(daemon.awaitExit()).isEqualTo(128 + 15);
        }
    }

    @Test
    void longestKeepAlive_isOneThatDaemonsTake() throws Exception {
        try (Daemons daemons = Daemons.builder()
                        .url("tcp://127.0.0.1:0")
                        .keepAlive(Duration.ofSeconds(179), Duration.ofMinutes(3))
                        .start();
                PastedDaemon daemon =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            assertThat(daemons.mirai(() -> 1).block(DEADLINE)).isEqualTo(1);
            assertThat(daemon.said()).contains("serves the host");
        }
    }

    @Test
    void limits_letADaemonLeave() throws Exception {
        try (Daemons daemons = Daemons.builder().url("tcp://127.0.0.1:0").start()) {
            DaemonOptions options = DaemonOptions.none().maxTasks(2);
            try (PastedDaemon daemon =
                    PastedDaemon.paste(daemons.launchCommands(1, options).get(0))) {
                List<Mirai<Integer>> tasks = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    tasks.add(daemons.mirai(() -> 1, TaskOptions.none()));
                }
                assertThat(daemon.awaitExit()).isEqualTo(ExitCode.MAX_TASKS.status());
                assertThat(tasks.get(0).block(DEADLINE)).isEqualTo(1);
                assertThat(tasks.get(1).block(DEADLINE)).isEqualTo(1);
                assertThat(tasks.get(2).unresolved()).isTrue();
            }
            options = DaemonOptions.none().idleTime(Duration.ofMillis(300));
            try (PastedDaemon daemon =
                    PastedDaemon.paste(daemons.launchCommands(1, options).get(0))) {
                assertThat(daemon.awaitExit()).isEqualTo(ExitCode.IDLE_TIME.status());
            }
        }
    }

    // ---- What is wrong ----

    @ParameterizedTest
    @ValueSource(strings = {"tcp://0.0.0.0:0", "ws://0.0.0.0:0"})
    void plainUrlOffLoopback_isRefused_unlessItIsNamedInsecure(String url) {
        assertThatThrownBy(() -> Daemons.builder().url(url).start().close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen")
                .hasMessageContaining("TlsConfig.insecure()");
        try (Daemons daemons =
                Daemons.builder().url(url).tls(TlsConfig.insecure()).start()) {
            assertThat(daemons.status().url()).startsWith(url.substring(0, 5));
        }
    }

    @Test
    void whatMeansNothingWithoutAUrl_isRefused() {
        assertThatThrownBy(() -> Daemons.builder().token(true).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no url");
    }

    @Test
    void certificateForAPlainUrl_isRefused() {
        assertThatThrownBy(() -> Daemons.builder()
                        .url("tcp://127.0.0.1:0")
                        .tls(TlsConfig.of("a.pem", "b.pem", ""))
                        .start())
                .hasMessageContaining("tls+tcp://");
    }
}
