package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.TaskOptions;
import io.mirai.testing.Addresses;
import io.mirai.testing.EffectLedger;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Signals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that break without a word to one side, or to either. */
@Timeout(300)
class PartitionTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofSeconds(3);

    /** Ten times what is promised. */
    private static final Duration DEADLINE = INTERVAL.plus(LIFETIME).multipliedBy(10);

    private static final DaemonOptions PERSISTENT =
            DaemonOptions.none().threads(2).autoExit(AutoExit.PERSIST);

    private static final int ALONE = 0;
    private static final int RETRIED = 1;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @ParameterizedTest
    @EnumSource
    void brokenLink_isNoticed_andTheDaemonComesBackAsANewInstance(Trouble.Kind kind) throws Exception {
        String directory = scratch.toString();
        try (Trouble trouble = kind.prepare();
                Daemons daemons = Daemons.builder()
                        .url("tls+tcp://" + trouble.address() + ":0")
                        .keepAlive(INTERVAL, LIFETIME)
                        .start();
                PastedDaemon first = trouble.paste(
                        daemons.launchCommands(1, PERSISTENT).get(0),
                        daemons.status().url())) {
            Mirai<Integer> alone = daemons.mirai(() -> HeldTask.run(directory, ALONE));
            Mirai<Integer> retried = daemons.mirai(
                    () -> HeldTask.run(directory, RETRIED), TaskOptions.none().retry(1));
            awaitFile(HeldTask.begun(directory, ALONE, 1));
            awaitFile(HeldTask.begun(directory, RETRIED, 1));
            try (PastedDaemon second =
                    PastedDaemon.paste(daemons.launchCommands(1, PERSISTENT).get(0))) {
                await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
                trouble.begin();
                assertLost(alone);
                awaitFile(HeldTask.begun(directory, RETRIED, 2));
                if (kind != Trouble.Kind.DAEMON_FROZEN) {
                    await().atMost(DEADLINE).until(() -> first.said().contains("its link to the host had ended"));
                }
                trouble.end();
                // The first has both its threads in use, and takes no task that it could not begin.
                await().atMost(DEADLINE)
                        .until(() -> first.said().contains("it dials again when the 2 tasks that run have ended"));
                for (int i = 0; i < 4; i++) {
                    assertThat(daemons.mirai(() -> ProcessHandle.current().pid())
                                    .block(DEADLINE))
                            .isEqualTo(second.process().pid());
                }
                // What is left of its first life ends now, and is told to nobody.
                Files.createFile(HeldTask.go(directory, ALONE, 1));
                Files.createFile(HeldTask.go(directory, RETRIED, 1));
                awaitFile(HeldTask.ended(directory, ALONE, 1));
                awaitFile(HeldTask.ended(directory, RETRIED, 1));
                awaitOnNewInstance(daemons, first.process().pid());
                assertThat(retried.unresolved()).isTrue();
                Files.createFile(HeldTask.go(directory, RETRIED, 2));
                assertThat(retried.block(DEADLINE)).isEqualTo(2);
                await().atMost(DEADLINE).until(() -> daemons.status().executing() == 0);
            }
        }
        assertThat(EffectLedger.attempts(scratch.resolve("ledger")))
                .isEqualTo(Map.of(ALONE, List.of(1), RETRIED, List.of(1, 2)));
    }

    private static void assertLost(Mirai<Integer> task) {
        assertThatThrownBy(() -> task.block(DEADLINE)).isInstanceOfSatisfying(MiraiReset.class, reset -> {
            assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.LINK_LOST);
            assertThat(reset.started()).isEqualTo(MiraiReset.Started.UNKNOWN);
        });
    }

    private static void awaitFile(Path file) {
        await().atMost(DEADLINE).until(() -> Files.exists(file));
    }

    /** The daemon of this process takes tasks, on a link that is not its first. */
    private static void awaitOnNewInstance(Daemons daemons, long pid) {
        await().atMost(DEADLINE)
                .until(() ->
                        daemons.status().connections() == 2 && pidsOf(daemons).contains(pid));
    }

    private static List<Long> pidsOf(Daemons daemons) {
        List<Long> pids = new ArrayList<>();
        for (DaemonStatus slot : daemons.status().daemons()) {
            if (slot.online()) {
                pids.add(daemons.cluster()
                        .on(slot.index(), () -> ProcessHandle.current().pid())
                        .block(DEADLINE));
            }
        }
        return pids;
    }

    /**
     * Longer than its links live in silence. One task of those that run meanwhile ends while the host stands still, and one does not;
     * of each there is one more that may run again.
     */
    @Test
    void frozenHost_isLeft_andFoundAgain() throws Exception {
        String directory = scratch.toString();
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PartitionHost.class.getName(),
                        Addresses.notLoopback(),
                        directory)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
                PastedDaemon first = PastedDaemon.paste(out.readLine());
                PastedDaemon second = PastedDaemon.paste(out.readLine())) {
            for (int task = 0; task < PartitionHost.TASKS; task++) {
                awaitFile(HeldTask.begun(directory, task, 1));
            }
            Signals.freeze(host.pid());
            for (int task : PartitionHost.END_MEANWHILE) {
                Files.createFile(HeldTask.go(directory, task, 1));
            }
            for (PastedDaemon daemon : List.of(first, second)) {
                await().atMost(DEADLINE).until(() -> daemon.said().contains("nothing came from the host for 3000 ms"));
            }
            Signals.send("CONT", host.pid());
            for (int task = 0; task < PartitionHost.TASKS; task++) {
                for (int attempt = 1; attempt <= 1 + PartitionHost.RETRIES; attempt++) {
                    Path go = HeldTask.go(directory, task, attempt);
                    if (Files.notExists(go)) {
                        Files.createFile(go);
                    }
                }
            }
            Map<Integer, String> ends = new TreeMap<>();
            for (int task = 0; task < PartitionHost.TASKS; task++) {
                String[] end = out.readLine().split(" ", 2);
                assertThat(ends.put(Integer.valueOf(end[0]), end[1])).isNull();
            }
            assertThat(out.readLine()).isEqualTo("2 daemons are back");
            Map<Integer, List<Integer>> ledger = EffectLedger.attempts(scratch.resolve("ledger"));
            System.out.println("a host that stood still: " + ends + " after attempts " + ledger);
            ends.forEach((task, end) -> {
                boolean mayRunAgain = task >= PartitionHost.FIRST_RETRIED;
                List<Integer> attempts = ledger.get(task);
                if (mayRunAgain) {
                    // An attempt may have gone to a link that had ended too, and never have begun.
                    assertThat(attempts).startsWith(1).doesNotHaveDuplicates();
                    assertThat(end).isEqualTo("value " + attempts.get(attempts.size() - 1));
                } else {
                    assertThat(attempts).isEqualTo(List.of(1));
                    assertThat(end).isIn("value 1", "reset");
                }
                if (!PartitionHost.END_MEANWHILE.contains(task)) {
                    assertThat(end).isNotEqualTo("value 1");
                }
            });
        } finally {
            host.destroyForcibly();
        }
    }
}
