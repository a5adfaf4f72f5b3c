package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiClosed;
import io.mirai.MiraiCluster;
import io.mirai.MiraiReset;
import io.mirai.RemoteConfig;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons that the host starts elsewhere by commands: here by shells, which have nothing of the host but its network. */
@NeedsRunnableJar
class LaunchRemoteIT {

    private static final String URL = "tls+tcp://127.0.0.1:0";

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private static RemoteConfig shell() {
        return RemoteConfig.of("sh", "-c", ".").quote(true).java(JAVA);
    }

    /** A command that hands its words to what this script says. */
    private static RemoteConfig script(String text) {
        return RemoteConfig.of("sh", "-c", text, "sh", ".").java(JAVA);
    }

    private static Daemons start(RemoteConfig config) {
        return Daemons.builder().url(URL).remote(config).start();
    }

    private static String problem(Daemons daemons, int index) {
        return daemons.status().daemons().get(index).problem().orElse("");
    }

    // ---- What arrives ----

    @Test
    void command_startsADaemon_andItsSecretIsSeenNowhere() throws Exception {
        String text = "it's \"quoted\" $HOME `id` 100%\nnext line \\ ünï ✓";
        DaemonOptions options = DaemonOptions.none().jvmArgs("-Dtext=" + text).threads(3);
        try (Daemons daemons =
                Daemons.builder().url(URL).remote(shell()).daemon(options).start()) {
            DaemonStatus only = daemons.status().daemons().get(0);
            assertThat(only.online()).isTrue();
            assertThat(only.problem()).isEmpty();
            assertThat(daemons.mirai(() -> System.getProperty("text")).block(DialInTest.DEADLINE))
                    .isEqualTo(text);
            assertThat(daemons.mirai(() -> DaemonContext.current().isDaemon()).block(DialInTest.DEADLINE))
                    .isTrue();
            assertThat(Secrets.inProcesses()).isEmpty();
        }
    }

    @Test
    void words_areArgumentsOfTheirOwn_whereNoShellReadsThem() {
        DaemonOptions options = DaemonOptions.none().jvmArgs("-Dtext=two words; $HOME");
        RemoteConfig config =
                RemoteConfig.of("env", "-u NOBODY", "WHERE=over there", ".").java(JAVA + " -Xmx77m '-Dmore=a b'");
        try (Daemons daemons =
                Daemons.builder().url(URL).remote(config).daemon(options).start()) {
            assertThat(daemons.mirai(() -> List.of(
                                    System.getProperty("text"), System.getenv("WHERE"), System.getProperty("more")))
                            .block(DialInTest.DEADLINE))
                    .containsExactly("two words; $HOME", "over there", "a b");
            assertThat(daemons.mirai(() -> Runtime.getRuntime().maxMemory()).block(DialInTest.DEADLINE))
                    .isLessThan(80L << 20);
        }
    }

    @Test
    void launchRemote_returnsTheCommands_withoutSecrets() {
        try (Daemons daemons = Daemons.builder().url(URL).start()) {
            List<String> lines = daemons.launchRemote(
                    RemoteConfig.of("sh", List.of(List.of("-c", "."), List.of("-c", "exit 7", "-Dtoken=hidden", ".")))
                            .quote(true)
                            .java(JAVA),
                    DaemonOptions.none().jvmArgs("-Dpassword=hidden").threads(2));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .startsWith("sh -c '" + JAVA + " ")
                    .contains(
                            "-Dpassword=", "***", " daemon " + daemons.status().url() + " --slot=0 --threads=2")
                    .doesNotContain("hidden", "mirai1_");
            assertThat(lines.get(1)).contains("--slot=1");
            daemons.mirai(() -> 1).block(DialInTest.DEADLINE);
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> !daemons.status().daemons().get(1).problem().isEmpty());
        }
    }

    @Test
    void number_isThatOfTheLaunches_orGiven() {
        RemoteConfig two = RemoteConfig.of("sh", List.of(List.of("-c", "."), List.of("-c", ".")))
                .quote(true)
                .java(JAVA);
        try (Daemons daemons = start(two)) {
            assertThat(daemons.status().connections()).isEqualTo(2);
        }
        try (Daemons daemons = Daemons.builder().n(3).url(URL).remote(two).start()) {
            assertThat(daemons.status().connections()).isEqualTo(3);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Daemons.builder().n(1).url(URL).remote(two).start())
                .withMessageContaining("n(1) is less than the 2 daemons");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Daemons.builder()
                        .url(URL)
                        .remote(two)
                        .daemon(DaemonOptions.none().classPath("x.jar"))
                        .start())
                .withMessageStartingWith("classPath: a daemon elsewhere has no files of this machine");
        assertThatIllegalStateException()
                .isThrownBy(() -> Daemons.builder().remote(two).start())
                .withMessageContaining("has no url");
    }

    @Test
    void node_thatHasNoDaemon_isLaunchedByItself() {
        try (Daemons daemons = Daemons.builder().n(2).url(URL).start();
                MiraiCluster cluster = daemons.cluster()) {
            cluster.launchRemote(1, shell());
            assertThat(cluster.on(1, () -> DaemonContext.current().index()).block(DialInTest.DEADLINE))
                    .isEqualTo(1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> cluster.launchRemote(1, shell()))
                    .withMessageContaining("slot 1");
            cluster.launchRemote(shell());
            assertThat(cluster.clusterCall(() -> DaemonContext.current().index()))
                    .containsExactly(0, 1);
        }
    }

    // ---- What ends ----

    @Test
    void daemonThatDies_isLaunchedAgain_andItsExitStatusIsKnown() {
        try (Daemons daemons = start(shell())) {
            Mirai<Void> fatal = daemons.mirai(() -> Runtime.getRuntime().halt(3));
            assertThatThrownBy(fatal::collect)
                    .isInstanceOfSatisfying(MiraiReset.class, reset -> assertThat(reset.exitStatus())
                            .isEqualTo(OptionalInt.of(3)));
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).block(DialInTest.DEADLINE))
                    .isEqualTo(2);
        }
    }

    @Test
    void slotThatIsTakenAway_getsAnotherDaemon() {
        try (Daemons daemons = start(shell())) {
            Mirai<Void> stuck = daemons.mirai(() -> Thread.sleep(600_000));
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().executing() == 1);
            assertThat(daemons.saisei(0, true)).contains(daemons.status().url());
            assertThatThrownBy(stuck::collect).isInstanceOf(MiraiClosed.class);
            assertThat(daemons.mirai(() -> 5).block(DialInTest.DEADLINE)).isEqualTo(5);
        }
    }

    @Test
    void daemonThatLeaves_isNotReplaced() {
        try (Daemons daemons = Daemons.builder()
                .url(URL)
                .remote(shell())
                .daemon(DaemonOptions.none().maxTasks(1))
                .start()) {
            daemons.mirai(() -> 1).block(DialInTest.DEADLINE);
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().connections() == 0);
            Mirai<Integer> next = daemons.mirai(() -> DaemonContext.current().instance());
            daemons.launchRemote(shell());
            assertThat(next.block(DialInTest.DEADLINE)).isEqualTo(2);
        }
    }

    @Test
    void close_endsWhatWasLaunched_alsoWhatHangs() throws Exception {
        Path pids = scratch.resolve("pids");
        try (Daemons daemons = start(shell())) {
            daemons.launchRemote(script(
                    "trap '' TERM; echo $$ >> '" + pids + "'; sleep 60 & echo $! >> '" + pids + "'; wait; sleep 60"));
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
        }
        for (String pid : Files.readAllLines(pids)) {
            await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(Long.parseLong(pid)));
        }
    }

    @Test
    void close_endsWhatIsBelowACommand_thatEndsSooner() throws Exception {
        Path pids = scratch.resolve("pids");
        try (Daemons daemons = start(shell())) {
            daemons.launchRemote(
                    script("(trap '' TERM; echo started >> '" + pids + "'; sleep 300; sleep 300) & echo $! >> '" + pids
                            + "'; sleep 300 & echo $! >> '" + pids + "'; wait"));
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 3);
        }
        for (String line : Files.readAllLines(pids)) {
            // A process without its parent seems to go on until the first process of the machine has seen its end.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> line.equals("started") || !isRunning(Long.parseLong(line)));
        }
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void close_letsADaemonFinish_thatIsToDoSo() throws Exception {
        Path done = scratch.resolve("done");
        String name = done.toString();
        long pid;
        try (Daemons daemons = Daemons.builder()
                .url(URL)
                .remote(shell())
                .daemon(DaemonOptions.none().autoExit(DaemonOptions.AutoExit.FINISH))
                .start()) {
            pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            daemons.mirai(() -> {
                Thread.sleep(1_500);
                Files.createFile(Path.of(name));
            });
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().executing() == 1);
        }
        await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(pid));
        assertThat(done).exists();
    }

    @Test
    void close_leavesAPersistentDaemon_andTerminateEndsIt() {
        Daemons daemons = Daemons.builder()
                .url(URL)
                .remote(shell())
                .daemon(DaemonOptions.none().autoExit(DaemonOptions.AutoExit.PERSIST))
                .start();
        long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        daemons.close();
        assertThat(isRunning(pid)).isTrue();
        daemons.terminate();
        await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(pid));
    }

    @AfterEach
    void endPersistentDaemons() throws Exception {
        Path pids = scratch.resolve("pids");
        for (String pid : Files.exists(pids) ? Files.readAllLines(pids) : List.<String>of()) {
            if (!pid.equals("started")) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The daemon that was cut off and the one that was launched for it have the same secret. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void persistentDaemon_thatComesBack_leavesOneOfTheTwo(boolean beforeTheOther) throws Exception {
        Path pids = scratch.resolve("pids");
        Path go = scratch.resolve("go");
        String wait =
                beforeTheOther ? "[ ! -e '" + pids + "' ] || until [ -e '" + go + "' ]; do sleep 0.1; done; " : "";
        Daemons daemons = Daemons.builder()
                .url(URL)
                .keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .remote(script(wait + "exec 3<&0; \"$@\" <&3 & echo $! >> '" + pids + "'; exit 0"))
                .daemon(DaemonOptions.none().autoExit(DaemonOptions.AutoExit.PERSIST))
                .start();
        long first = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        signal("STOP", first);
        if (beforeTheOther) {
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().connections() == 0);
        } else {
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> daemons.status().daemons().get(0).instance() == 2
                            && daemons.status().connections() == 1);
        }
        signal("CONT", first);
        if (beforeTheOther) {
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().connections() == 1);
            Files.createFile(go);
        }
        await().atMost(DialInTest.DEADLINE).until(() -> {
            List<String> all = Files.readAllLines(pids);
            return all.size() >= 2
                    && all.stream()
                                    .filter(pid -> isRunning(Long.parseLong(pid)))
                                    .count()
                            == 1;
        });
        long last = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        if (Files.readAllLines(pids).size() == 2) { // else a busy machine has cut off one more
            assertThat(last == first).isEqualTo(beforeTheOther);
        }
        daemons.terminate();
        await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(last));
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void slotThatIsTakenAway_fromAPersistentDaemon_getsAnother() {
        Daemons daemons = Daemons.builder()
                .url(URL)
                .remote(script("exec 3<&0; \"$@\" <&3 & exit 0"))
                .daemon(DaemonOptions.none().autoExit(DaemonOptions.AutoExit.PERSIST))
                .start();
        long first = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        daemons.saisei(0, true);
        long last = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
        assertThat(last).isNotEqualTo(first);
        await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(first));
        daemons.terminate();
        await().atMost(DialInTest.DEADLINE).until(() -> !isRunning(last));
    }

    // ---- What fails ----

    @Test
    void commandThatIsNotThere_isNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(RemoteConfig.of("no-such-launcher", "-n 1", ".")))
                .withMessageContaining("cannot start the command for the daemon")
                .withMessageContaining("no-such-launcher")
                .withMessageContaining("\ncommand: no-such-launcher -n 1 java ");
    }

    @Test
    void commandThatFails_isQuoted_byItsFirstAndLastLines() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(script("i=0; while [ $i -lt 100 ]; do echo line $i; i=$((i+1)); done; exit 9")))
                .withMessageContaining("ended with exit status 9 before the daemon had dialled in")
                .withMessageContaining("line 0\n")
                .withMessageContaining("line 9\n  …\n  line 90\n")
                .withMessageContaining("line 99\n")
                .withMessageContaining("command: sh -c ");
    }

    @Test
    void commandThatSaysMuch_isEnded_andItsEndIsQuoted() {
        try (Daemons daemons = start(shell())) {
            daemons.launchRemote(
                    script("echo first; exec yes 'again and again'").timeout(Duration.ofSeconds(4)));
            daemons.launchRemote(script("echo first; yes again | head -n 900000; echo last; exit 9"));
            assertThat(daemons.mirai(() -> 1).block(DialInTest.DEADLINE)).isEqualTo(1);
            await().atMost(DialInTest.DEADLINE)
                    .until(() -> !problem(daemons, 1).isEmpty()
                            && !problem(daemons, 2).isEmpty());
            assertThat(problem(daemons, 1))
                    .contains("had not dialled in after 4000 ms", "\n  first\n", "\n  …\n", "again and again");
            assertThat(problem(daemons, 2)).contains("exit status 9", "\n  first\n", "\n  …\n", "\n  last\n");
        }
    }

    @Test
    void secretThatIsSaidAgain_isMasked() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(script("cat; exit 3")))
                .withMessageContaining("it said:\n  ***\n")
                .withMessageNotContaining("mirai1_");
    }

    @Test
    void commandThatHangs_isEnded_andSaidInTheStatus() {
        try (Daemons daemons = start(shell())) {
            daemons.launchRemote(script("echo waits; exec sleep 60").timeout(Duration.ofMillis(1500)));
            await().atMost(DialInTest.DEADLINE).until(() -> !problem(daemons, 1).isEmpty());
            assertThat(problem(daemons, 1))
                    .contains("had not dialled in after 1500 ms", "went on until then", "\n  waits\n", "exec sleep 60");
            assertThat(daemons.status().toString()).contains("had not dialled in");
        }
    }

    @Test
    void commandThatSucceedsWithoutADaemon_isSaid() {
        try (Daemons daemons = start(shell())) {
            daemons.launchRemote(script("echo submitted").timeout(Duration.ofMillis(1500)));
            await().atMost(DialInTest.DEADLINE).until(() -> !problem(daemons, 1).isEmpty());
            assertThat(problem(daemons, 1)).contains("had ended with exit status 0", "\n  submitted\n");
        }
    }

    /** As by R's example, {@code ssh -f}. */
    @Test
    void daemonWithoutStandardInput_saysSoAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(script("\"$@\" < /dev/null & exit 0")))
                .withMessageContaining("there is no secret on standard input")
                .withMessageContaining("leave -f and -n out");
    }

    @Test
    void oneThatFails_leavesTheOthers_andTheStatusSaysWhich() {
        RemoteConfig config = RemoteConfig.of(
                        "sh",
                        List.of(
                                List.of("-c", "\"$@\"", "sh", "."),
                                List.of("-c", "echo machine two is down >&2; exit 255", "sh", "."),
                                List.of("-c", "\"$@\"", "sh", ".")))
                .java(JAVA);
        try (Daemons daemons = start(config)) {
            assertThat(daemons.status().connections()).isEqualTo(2);
            assertThat(problem(daemons, 1)).contains("exit status 255", "machine two is down");
            assertThat(Stream.of(0, 2).map(index -> problem(daemons, index))).containsOnly("");
            assertThat(daemons.map(List.of(1, 2, 3, 4), x -> x + 1).collect()).containsExactly(2, 3, 4, 5);
        }
    }
}
