package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Mirais;
import io.mirai.testing.EffectLedger;
import io.mirai.testing.OnThisMachineOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Daemons that are drained, or told to end by a signal, while they have many short tasks. */
@Timeout(180)
class LeavingTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TASKS = 4_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** Short, so that others are sent ahead. */
    private static List<Mirai<Long>> submit(Daemons daemons, String ledger) {
        List<Mirai<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            tasks.add(daemons.mirai(() -> leaveMark(ledger, number)));
        }
        return tasks;
    }

    /** Runs on a daemon. */
    private static long leaveMark(String ledger, int number) throws IOException {
        EffectLedger.append(ledger, number, DaemonContext.current().attempt());
        return ProcessHandle.current().pid();
    }

    private static Set<Long> collect(List<Mirai<Long>> tasks) {
        Set<Long> pids = new HashSet<>();
        for (Mirai<Long> task : tasks) {
            pids.add(task.block(DEADLINE)); // throws if it was reset
        }
        return pids;
    }

    private static void requireOnce(String ledger) throws IOException {
        Map<Integer, List<Integer>> marks = EffectLedger.attempts(Path.of(ledger));
        assertThat(marks).hasSize(TASKS);
        assertThat(marks.values()).containsOnly(List.of(1));
    }

    @Test
    void drain_amongShortTasks_runsEachOnceAndEndsTheProcess() throws Exception {
        String ledger = scratch.resolve("ledger").toString();
        try (Daemons daemons = Daemons.local(2)) {
            List<Long> pids =
                    daemons.everywhere(() -> ProcessHandle.current().pid()).collect();
            List<Mirai<Long>> tasks = submit(daemons, ledger);
            tasks.get(TASKS / 4).block(DEADLINE);
            daemons.drain(1).block(DEADLINE);
            assertThat(daemons.status().connections()).isEqualTo(1);
            assertThat(pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()))
                    .hasSize(1);
            assertThat(collect(tasks)).hasSizeBetween(1, 2).isSubsetOf(pids);
            requireOnce(ledger);
            assertThat(daemons.launchLocal(1)).isEqualTo(1);
            await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
        }
    }

    @Test
    void drain_ofAllWhileOneTaskRuns_waitsForThatOne() throws Exception {
        String begun = scratch.resolve("begun").toString();
        String go = scratch.resolve("go").toString();
        try (Daemons daemons = Daemons.local(2)) {
            Mirai<String> running = daemons.mirai(() -> {
                Files.createFile(Path.of(begun));
                while (Files.notExists(Path.of(go))) {
                    Thread.sleep(10);
                }
                return "done";
            });
            await().atMost(DEADLINE).until(() -> Files.exists(Path.of(begun)));
            Mono<Void> left = daemons.drain();
            var end = left.toFuture();
            await().atMost(DEADLINE).until(() -> daemons.status().connections() == 1);
            assertThat(end).isNotDone();
            Mirai<Integer> later = daemons.mirai(() -> 2);
            Files.createFile(Path.of(go));
            assertThat(running.block(DEADLINE)).isEqualTo("done");
            Mono.fromFuture(end).block(DEADLINE);
            assertThat(daemons.status().connections()).isZero();
            assertThat(later.unresolved()).isTrue();
            daemons.launchLocal(1);
            assertThat(later.block(DEADLINE)).isEqualTo(2);
        }
    }

    @Test
    void drain_ofTheDefaultProfile_isThatOfMirais() {
        Mirais.daemons(1);
        try {
            Mirais.drain(0).block(DEADLINE);
            Mirais.drain().block(DEADLINE);
            assertThat(Mirais.status().connections()).isZero();
        } finally {
            Mirais.daemons(0);
        }
    }

    @OnThisMachineOnly("signals a child of this JVM")
    @Test
    void sigterm_amongShortTasks_runsEachOnceThereOrOnTheNextDaemon() throws Exception {
        String ledger = scratch.resolve("ledger").toString();
        try (Daemons daemons = Daemons.local(1)) {
            long first = daemons.mirai(() -> ProcessHandle.current().pid()).block(DEADLINE);
            List<Mirai<Long>> tasks = submit(daemons, ledger);
            tasks.get(TASKS / 4).block(DEADLINE);
            ProcessHandle.of(first).orElseThrow().destroy();
            assertThat(collect(tasks)).hasSize(2).contains(first);
            requireOnce(ledger);
        }
    }
}
