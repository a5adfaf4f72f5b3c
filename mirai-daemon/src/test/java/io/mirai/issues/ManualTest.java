package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.mirai.CollectOption;
import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.Mirai;
import io.mirai.MiraiClosed;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiMap;
import io.mirai.MiraiReset;
import io.mirai.Mirais;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manual of R's mirai shows and no other test here does, over the same four daemons. */
@Timeout(120)
class ManualTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static Daemons daemons;

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(4);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    record Row(String a, int b) {}

    /** Says that it has begun, and does not end by itself. */
    private Mirai<Void> endless(Daemons on, String name) {
        String begun = files.resolve(name).toString();
        Mirai<Void> mirai = on.mirai(() -> {
            Files.createFile(Path.of(begun));
            new CountDownLatch(1).await();
        });
        await().atMost(DEADLINE).until(() -> Files.exists(files.resolve(name)));
        return mirai;
    }

    // ---- mirai, call_mirai, collect_mirai, unresolved, stop_mirai ----

    @Test
    void tenThousandHandles_areCollectedAtOnceAndCountedExactly() {
        long before = daemons.status().completed();
        List<Mirai<Integer>> handles =
                IntStream.range(0, 10_000).mapToObj(i -> daemons.mirai(() -> i)).toList();
        assertThat(Mirais.collectMirai(handles))
                .isEqualTo(IntStream.range(0, 10_000).boxed().toList());
        assertThat(daemons.status().completed() - before).isEqualTo(10_000);
        assertThat(daemons.status().queued()).isZero();
        assertThat(daemons.status().executing()).isZero();
        assertThat(daemons.status().daemons().stream()
                        .mapToLong(DaemonStatus::complete)
                        .sum())
                .isEqualTo(daemons.status().completed());
    }

    @Test
    void listsAndMapsOfMirais_areCalledCollectedAndStopped_withTheirNames() {
        Map<String, Mirai<Integer>> named = new LinkedHashMap<>();
        named.put("b", daemons.mirai(() -> 2));
        named.put("a", daemons.mirai(() -> 1));
        assertThat(Mirais.collectMirai(named)).containsExactly(Map.entry("b", 2), Map.entry("a", 1));
        assertThat(Mirais.unresolved(named)).isFalse();
        assertThat(Mirais.callMirai(named)).isSameAs(named);
        assertThat(Mirais.stopMirai(named)).containsExactly(Map.entry("b", false), Map.entry("a", false));
        MiraiMap<Integer> map = daemons.map(List.of(1, 2), x -> x);
        assertThat(Mirais.callMirai(map)).isSameAs(map);
        assertThat(Mirais.stopMirai(map)).containsExactly(false, false);
        assertThat(Mirais.collectMirai(map)).containsExactly(1, 2);
        List<Mirai<Integer>> list = List.of(daemons.mirai(() -> 1), daemons.mirai(() -> 2));
        assertThat(Mirais.callMirai(list)).isSameAs(list).noneMatch(Mirai::unresolved);
        Mirai<Void> running = endless(daemons, "running");
        assertThat(Mirais.unresolved(List.of(list.get(0), running))).isTrue();
        assertThat(Mirais.stopMirai(List.of(list.get(0), running))).containsExactly(false, true);
        Map<String, Mirai<Void>> endless = Map.of("endless", endless(daemons, "named"));
        assertThat(Mirais.stopMirai(endless)).containsExactly(Map.entry("endless", true));
        assertThat(Mirais.unresolved(running)).isFalse();
        assertThat(MiraiException.isErrorValue(running)).isTrue();
        assertThat(MiraiException.isMiraiError(running)).isFalse();
    }

    @Test
    void globals_areThoseOfTheTask_andGoneAfterwards() {
        TaskOptions options = TaskOptions.none().with("a", 1).withAll(Map.of("b", 2, "c", List.of(3)));
        assertThat(daemons.mirai(
                                () -> new LinkedHashMap<>(
                                        DaemonContext.current().globals()),
                                options)
                        .collect())
                .isEqualTo(Map.of("a", 1, "b", 2, "c", List.of(3)));
        assertThat(daemons.map(
                                IntStream.range(0, 8).boxed().toList(),
                                i -> DaemonContext.current().globals().size())
                        .collect())
                .containsOnly(0);
    }

    // ---- mirai_map ----

    @Test
    void map_overTheRowsAndColumnsOfTables() {
        List<Map<String, Object>> rows = List.of(Map.of("a", "Aa", "b", 1), Map.of("a", "Bb", "b", 4));
        assertThat(daemons.map(rows, row -> row.get("a") + ": " + row.get("b")).collect())
                .containsExactly("Aa: 1", "Bb: 4");
        assertThat(daemons.map(List.of(new Row("Aa", 1), new Row("Bb", 4)), row -> row.a() + ": " + row.b())
                        .collect())
                .containsExactly("Aa: 1", "Bb: 4");
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("x", new double[] {1, 2});
        columns.put("y", new double[] {3, 4});
        assertThat(daemons.map(columns, (name, column) -> column[0] + column[1]).collectNamed())
                .containsExactly(Map.entry("x", 3.0), Map.entry("y", 7.0));
        double[][] matrix = {{1, 2}, {3, 4}, {5, 6}};
        assertThat(daemons.map(matrix, row -> row[0] * row[1]).collectFlat(Double.class))
                .containsExactly(2.0, 12.0, 30.0);
        List<Map.Entry<Integer, String>> indexed = List.of(Map.entry(1, "egg"), Map.entry(2, "got"));
        assertThat(daemons.mapPairs(indexed, (i, word) -> i + "_" + word).collect())
                .containsExactly("1_egg", "2_got");
    }

    @Test
    void map_withCallbacksForEachElement_tellsValuesAndFailures() {
        MiraiMap<Integer> map = daemons.map(List.of(1, 2, 3), x -> {
            if (x == 2) {
                throw new IllegalStateException("two");
            }
            return x;
        });
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        map.outcomes()
                .doOnNext(outcome -> told.add(
                        outcome instanceof Outcome.Failure<Integer> failure
                                ? "failed: " + failure.error().getCause().getMessage()
                                : "value: " + ((Outcome.Value<Integer>) outcome).value()))
                .blockLast();
        assertThat(told).containsExactly("value: 1", "failed: two", "value: 3");
        map.get(1).subscribe(value -> told.add("never"), error -> told.add("rejected"));
        await().atMost(DEADLINE).until(() -> told.contains("rejected"));
        assertThat(told).doesNotContain("never");
    }

    @Test
    void map_collectsWithAllOptionsAtOnce() {
        MapOptions options = MapOptions.none()
                .names(List.of("a", "b"))
                .task(TaskOptions.none().with("by", 10).timeout(DEADLINE));
        MiraiMap<Integer> map = daemons.map(
                List.of(1, 2), x -> x * (int) DaemonContext.current().globals().get("by"), options);
        assertThat(map.collectNamed(CollectOption.PROGRESS, CollectOption.STOP))
                .containsExactly(Map.entry("a", 10), Map.entry("b", 20));
        assertThat(map.collectFlat(Integer.class, CollectOption.STOP, CollectOption.PROGRESS))
                .containsExactly(10, 20);
        MiraiMap<Integer> failing = daemons.map(List.of(1, 2), x -> 1 / (x - 1));
        assertThatExceptionOfType(MiraiError.class)
                .isThrownBy(() -> failing.collect(CollectOption.STOP, CollectOption.PROGRESS))
                .withMessageStartingWith("element 0 (task ");
    }

    // ---- daemons, status, saisei ----

    @Test
    void secondCall_resetsTheProfile_andNamedOnesReplaceEachOther() {
        Daemons first = Daemons.builder().n(1).profile("manual").start();
        Mirai<Void> running = endless(first, "running");
        Mirai<Integer> queued = first.mirai(() -> 1);
        try (Daemons second = Daemons.builder().n(1).profile("manual").start()) {
            for (Mirai<?> lost : List.of(running, queued)) {
                assertThatExceptionOfType(MiraiReset.class)
                        .isThrownBy(lost::collect)
                        .satisfies(reset -> {
                            assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
                            assertThat(reset.code().value()).isEqualTo(19);
                        });
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> first.mirai(() -> 1))
                    .withMessage("profile 'manual' is closed");
            assertThat(Daemons.profile("manual")).isSameAs(second);
        }
        assertThat(Daemons.isSet("manual")).isFalse();
    }

    @Test
    void status_ofASlotThroughItsLife() {
        try (Daemons own =
                Daemons.builder().n(1).daemon(DaemonOptions.none().maxTasks(2)).start()) {
            assertThat(own.status().daemons()).containsExactly(new DaemonStatus(0, true, 1, 0, 0));
            Mirai<Void> running = endless(own, "first");
            Mirai<Integer> queued = own.mirai(() -> 1);
            assertThat(own.saisei(0, false)).isEmpty();
            assertThat(own.saisei(0, true)).contains(own.status().url());
            assertThatExceptionOfType(MiraiClosed.class)
                    .isThrownBy(running::collect)
                    .satisfies(closed -> assertThat(closed.code().value()).isEqualTo(7));
            assertThat(own.status().daemons().get(0).instance()).isIn(-1, 2);
            assertThat(queued.collect()).isEqualTo(1);
            assertThat(own.status().daemons().get(0).instance()).isEqualTo(2);
            assertThat(own.mirai(() -> 2).collect()).isEqualTo(2);
            await().atMost(DEADLINE).until(() -> own.status().connections() == 0);
            assertThat(own.status().daemons())
                    .as("gone, as it was asked to")
                    .containsExactly(new DaemonStatus(0, false, 2, 3, 2));
            own.launchLocal(1, DaemonOptions.none());
            assertThat(own.mirai(() -> 3).collect()).isEqualTo(3);
            assertThat(own.status().daemons())
                    .as("another that replaces it")
                    .containsExactly(new DaemonStatus(0, true, 3, 4, 3));
            assertThat(own.status().toString()).contains("1 connected, 0 queued, 0 executing");
        }
    }

    @Test
    void withoutTheDispatcher_tasksAreDealtInTurn() {
        try (Daemons own = Daemons.builder().n(2).dispatcher(false).start()) {
            List<Mirai<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                tasks.add(own.mirai(() -> DaemonContext.current().index()));
            }
            assertThat(Mirais.collectMirai(tasks)).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        }
    }

    @Test
    void localUrl_isAPlaceWhereAProfileCanListen() throws Exception {
        String url = Mirais.localUrl();
        assertThat(url).startsWith("unix:///");
        try (Daemons own = Daemons.builder().url(url).start()) {
            assertThat(own.status().url()).isEqualTo(url);
            assertThat(own.status().daemons()).isEmpty();
            own.launchLocal(1);
            assertThat(own.mirai(() -> 1).collect()).isEqualTo(1);
        }
        Files.delete(Path.of(url.substring("unix://".length())).resolveSibling(""));
    }

    // ---- everywhere ----

    @Test
    void everywhere_leavesValuesForAllTasks_alsoOnDaemonsThatJoin() {
        try (Daemons own = Daemons.local(1)) {
            MiraiMap<Object> set = own.everywhere(
                    () -> DaemonContext.current().globals().put("y", 3),
                    TaskOptions.none().with("a", 1).with("b", List.of(2)));
            assertThat(set.collect()).hasSize(1);
            own.launchLocal(1);
            own.everywhere(() -> 0, TaskOptions.none(), 2).collect();
            List<Map<String, Object>> seen = own.cluster()
                    .clusterCall(
                            () -> new LinkedHashMap<>(DaemonContext.current().globals()));
            assertThat(seen).hasSize(2).allSatisfy(globals -> assertThat(globals)
                    .isEqualTo(Map.of("a", 1, "b", List.of(2), "y", 3)));
        }
    }

    @Test
    void everywhere_waitsForNoOtherDaemon() {
        try (Daemons own = Daemons.local(2)) {
            Mirai<Void> busy = endless(own, "busy");
            MiraiMap<Integer> set = own.everywhere(() -> DaemonContext.current().index());
            await().atMost(DEADLINE).until(() -> set.toString().startsWith("MiraiMap[1 of 2 done"));
            int free =
                    set.get(0).unresolved() ? set.get(1).collect() : set.get(0).collect();
            assertThat(own.mirai(() -> DaemonContext.current().index()).collect())
                    .isEqualTo(free);
            busy.stop();
            assertThat(set.collect()).containsExactlyInAnyOrder(0, 1);
        }
    }

    @Test
    void everywhere_thatFailsOnDaemonsThatJoin_isTheEndOfTheirSlot_andSaysSo() throws Exception {
        String file = files.resolve("licence").toString();
        Files.createFile(Path.of(file));
        try (Daemons own = Daemons.local(1)) {
            own.everywhere(() -> {
                        if (!Files.exists(Path.of(file))) {
                            throw new IllegalStateException("no licence");
                        }
                    })
                    .collect();
            Files.delete(Path.of(file));
            own.launchLocal(1);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(
                            own.status().daemons().get(1).problem())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("daemon 1 of profile", "5 times in a row", "may not join: ")
                            .contains("java.lang.IllegalStateException: no licence")));
            assertThat(own.mirai(() -> DaemonContext.current().index()).collect())
                    .isZero();
        }
    }
}
