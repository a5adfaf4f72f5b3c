package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are so short that daemons have more of them than they run: what harms one of those must not harm the others. */
@Timeout(180)
class ShortTasksTest {

    private static final int TASKS = 1_000;
    private static final int LONG_BODY = 300_000; // it is fetched apart

    @TempDir
    Path directory;

    @Test
    void halt_inOneOfAThousand_harmsNoOther() {
        try (Daemons daemons = Daemons.local(2)) {
            warm(daemons);
            for (int round = 0; round < 3; round++) {
                List<Mirai<Integer>> tasks = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                    int x = i;
                    tasks.add(daemons.mirai(() -> {
                        if (x == TASKS / 2) {
                            Runtime.getRuntime().halt(1);
                        }
                        return x;
                    }));
                }
                for (int i = 0; i < TASKS; i++) {
                    Outcome<Integer> outcome = tasks.get(i).call().data();
                    if (i == TASKS / 2) {
                        MiraiReset reset = (MiraiReset) ((Outcome.Failure<Integer>) outcome).error();
                        assertThat(reset.code().value()).isEqualTo(19);
                        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
                    } else {
                        assertThat(outcome).as("task %d", i).isEqualTo(new Outcome.Value<>(i));
                    }
                }
            }
        }
    }

    @Test
    void longTask_doesNotHoldBackWhatWasSentBehindIt() throws IOException {
        try (Daemons daemons = Daemons.local(2)) {
            warm(daemons);
            String released = directory.resolve("released").toString();
            List<Mirai<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS / 2; i++) {
                int x = i;
                tasks.add(daemons.mirai(() -> x));
            }
            Mirai<Integer> slow = daemons.mirai(() -> {
                while (!Files.exists(Path.of(released))) {
                    Thread.sleep(5);
                }
                return DaemonContext.current().index();
            });
            for (int i = TASKS / 2; i < TASKS; i++) {
                int x = i;
                tasks.add(daemons.mirai(() -> x));
            }
            for (int i = 0; i < TASKS; i++) {
                assertThat(tasks.get(i).collect()).isEqualTo(i);
            }
            assertThat(slow.unresolved()).as("the long one goes on").isTrue();
            Files.createFile(Path.of(released));
            assertThat(slow.collect()).isBetween(0, 1);
        }
    }

    /** Its body is fetched by the daemon, which could begin the others meanwhile. */
    @Test
    void longBody_isNotOvertakenByALongTask() throws IOException {
        try (Daemons daemons = Daemons.local(1)) {
            for (int round = 0; round < 5; round++) {
                warm(daemons);
                byte[] body = new byte[LONG_BODY];
                String released = directory.resolve("released-" + round).toString();
                Mirai<Integer> first = daemons.mirai(() -> body.length);
                Mirai<Integer> next = daemons.mirai(() -> 1);
                Mirai<Boolean> slow = daemons.mirai(() -> {
                    while (!Files.exists(Path.of(released))) {
                        Thread.sleep(5);
                    }
                    return true;
                });
                assertThat(first.collect()).isEqualTo(LONG_BODY);
                assertThat(next.collect()).isEqualTo(1);
                Files.createFile(Path.of(released));
                assertThat(slow.collect()).isTrue();
            }
        }
    }

    /** A daemon that is idle recalls what waits for the other, some of which has just ended there. */
    @Test
    void longResults_ofTasksThatAreRecalledAsTheyEnd_arrive() {
        try (Daemons daemons = Daemons.local(2)) {
            warm(daemons);
            for (int round = 0; round < 20; round++) {
                List<Mirai<byte[]>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    tasks.add(daemons.mirai(() -> new byte[LONG_BODY]));
                }
                tasks.forEach(task -> assertThat(task.collect()).hasSize(LONG_BODY));
            }
        }
    }

    @Test
    void maxTasks_countsWhatWasSentAhead() {
        try (Daemons daemons = Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().maxTasks(200))
                .start()) {
            List<Mirai<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                tasks.add(daemons.mirai(() -> ProcessHandle.current().pid()));
            }
            tasks.get(199).collect();
            daemons.launchLocal(1);
            assertThat(tasks.stream()
                            .map(Mirai::collect)
                            .collect(Collectors.groupingBy(pid -> pid, Collectors.counting())))
                    .hasSize(2)
                    .containsValue(200L);
        }
    }

    @Test
    void cleanup_comesBetweenTasks() {
        try (Daemons daemons =
                Daemons.builder().n(1).daemon(DaemonOptions.none().cleanup(7)).start()) {
            List<Mirai<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(daemons.mirai(() -> System.setProperty("mirai.test.left", "here")));
            }
            tasks.forEach(task -> assertThat(task.collect())
                    .as("what the task before has set")
                    .isNull());
        }
    }

    @Test
    void status_addsUp() {
        try (Daemons daemons = Daemons.local(2)) {
            warm(daemons);
            assertThat(daemons.status().queued()).isZero();
            assertThat(daemons.status().executing()).isZero();
            assertThat(daemons.status().completed()).isEqualTo(TASKS);
            for (DaemonStatus daemon : daemons.status().daemons()) {
                assertThat(daemon.assigned()).isGreaterThanOrEqualTo(daemon.complete());
            }
        }
    }

    /** Runs so many tasks that both daemons are known to run them quickly. */
    private static void warm(Daemons daemons) {
        List<Mirai<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            int x = i;
            tasks.add(daemons.mirai(() -> x));
        }
        tasks.forEach(Mirai::collect);
    }
}
