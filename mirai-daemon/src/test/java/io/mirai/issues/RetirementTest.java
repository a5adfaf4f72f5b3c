package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiMap;
import io.mirai.testing.OnThisMachineOnly;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Daemons that leave because they were asked to: after the tasks that they have, and no other replaces them. */
@Timeout(120)
class RetirementTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static Daemons one(DaemonOptions options) {
        return Daemons.builder().n(1).daemon(options).start();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void awaitGone(Daemons daemons) {
        await().atMost(DEADLINE).until(() -> daemons.status().connections() == 0);
    }

    @Test
    @OnThisMachineOnly("a process that has ended before its host says so")
    void maxTasks_leavesAfterThem_andTheNextTaskWaitsForTheNextDaemon() {
        try (Daemons daemons = one(DaemonOptions.none().maxTasks(3))) {
            List<Mirai<Long>> mirais = IntStream.range(0, 5)
                    .mapToObj(i -> daemons.mirai(() -> pid()))
                    .toList();
            Long first = mirais.get(0).collect();
            assertThat(mirais.get(1).collect()).isEqualTo(first);
            assertThat(mirais.get(2).collect()).isEqualTo(first);
            awaitGone(daemons);
            assertThat(mirais.get(3).unresolved()).isTrue();
            assertThat(ProcessHandle.of(Objects.requireNonNull(first))).isEmpty();
            daemons.launchLocal(1);
            assertThat(mirais.get(3).collect())
                    .isNotEqualTo(first)
                    .isEqualTo(mirais.get(4).collect());
            assertThat(daemons.status().completed()).isEqualTo(5);
        }
    }

    @Test
    void maxTasks_ofADaemonOfSeveralThreads_isNotPassed() {
        try (Daemons daemons = one(DaemonOptions.none().threads(3).maxTasks(4))) {
            daemons.launchLocal(1, DaemonOptions.none().threads(3));
            MiraiMap<Long> map = daemons.map(IntStream.range(0, 60).boxed().toList(), x -> {
                Thread.sleep(5);
                return pid();
            });
            List<Long> pids = map.collect();
            assertThat(pids.stream().distinct()).hasSize(2);
            assertThat(daemons.status().daemons().get(0).complete()).isEqualTo(4);
        }
    }

    @Test
    void longResult_ofTheLastTaskArrives() {
        try (Daemons daemons = one(DaemonOptions.none().maxTasks(1))) {
            byte[] value = daemons.mirai(() -> new byte[30_000_000]).collect();
            assertThat(value).hasSize(30_000_000);
            awaitGone(daemons);
        }
    }

    @Test
    void idleTime_countsFromTheEndOfTheLastTask() {
        try (Daemons daemons =
                one(DaemonOptions.none().idleTime(Duration.ofSeconds(1)).timerStart(1))) {
            for (int i = 0; i < 4; i++) {
                assertThat(daemons.mirai(() -> {
                                    Thread.sleep(700);
                                    return 1;
                                })
                                .collect())
                        .isEqualTo(1);
            }
            awaitGone(daemons);
            assertThat(daemons.status().completed()).isEqualTo(4);
        }
    }

    @Test
    void wallTime_letsTheRunningTaskEnd() {
        try (Daemons daemons =
                one(DaemonOptions.none().wallTime(Duration.ofMillis(300)).timerStart(1))) {
            daemons.mirai(() -> 1).collect();
            Mirai<String> running = daemons.mirai(() -> {
                Thread.sleep(1_500);
                return "ended";
            });
            Mirai<Integer> next = daemons.mirai(() -> 2);
            assertThat(running.collect()).isEqualTo("ended");
            awaitGone(daemons);
            assertThat(next.unresolved()).isTrue();
        }
    }

    @Test
    void limits_thatAreNone_areRefused() {
        DaemonOptions options = DaemonOptions.none();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.maxTasks(0))
                .withMessage("maxTasks must be at least 1, but is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.timerStart(-1))
                .withMessage("timerStart must not be negative, but is -1");
        assertThatIllegalArgumentException().isThrownBy(() -> options.idleTime(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.wallTime(Duration.ofSeconds(-1)));
    }
}
