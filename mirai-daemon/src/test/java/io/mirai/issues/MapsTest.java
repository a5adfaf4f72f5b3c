package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.CollectOption;
import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.Mirai;
import io.mirai.MiraiCanceled;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiMap;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.Progress;
import io.mirai.TaskOptions;
import io.mirai.testing.OnThisMachineOnly;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

/** Maps over real daemons: every kind of input, and what is carried along. */
@Tag("jdk")
@Timeout(120)
class MapsTest {

    private static Daemons daemons;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(2);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    // ---- Inputs ----

    @Test
    void map_ofAList_bringsResultsInOrder() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        MiraiMap<Integer> squares = daemons.map(numbers, x -> x * x);
        assertThat(squares.size()).isEqualTo(1_000);
        assertThat(squares.names()).isEmpty();
        assertThat(squares.collect()).isEqualTo(numbers.stream().map(x -> x * x).toList());
        assertThat(squares.unresolved()).isFalse();
        assertThat(squares.collectList().block()).isEqualTo(squares.collect());
    }

    @Test
    void map_ofAnArray_takesItsElements() {
        assertThat(daemons.map(new String[] {"a", "bb", "ccc"}, text -> text.length())
                        .collect())
                .containsExactly(1, 2, 3);
    }

    @Test
    void map_ofAMatrix_takesItsRows() {
        double[][] matrix = {{1, 2}, {3, 4}, {5, 6}};
        assertThat(daemons.map(matrix, row -> Arrays.stream(row).sum()).collect())
                .containsExactly(3.0, 7.0, 11.0);
    }

    @Test
    void map_ofAMap_isNamedByItsKeys() {
        Map<String, Integer> ages = new LinkedHashMap<>();
        ages.put("ann", 30);
        ages.put("bob", 40);
        MiraiMap<String> told = daemons.map(ages, (name, age) -> name + " is " + age);
        assertThat(told.names()).containsExactly("ann", "bob");
        assertThat(told.collectNamed()).containsExactly(Map.entry("ann", "ann is 30"), Map.entry("bob", "bob is 40"));
    }

    @Test
    void map_ofAMapWithNulls_carriesThem() {
        Map<String, Integer> odd = new TreeMap<>(Map.of("a", 1));
        odd.put("b", null);
        assertThat(daemons.map(odd, (key, value) -> value).collect()).isEqualTo(Arrays.asList(1, null));
    }

    @Test
    void mapPairs_takesFirstAndSecond() {
        List<Map.Entry<String, Integer>> pairs = List.of(Map.entry("x", 2), new SimpleEntry<>("y", 3));
        assertThat(daemons.mapPairs(pairs, (text, times) -> text.repeat(times)).collect())
                .containsExactly("xx", "yyy");
    }

    @Test
    void map_withNamesAndConstants_handsThemOver() {
        MapOptions options = MapOptions.none()
                .names(List.of("one", "two"))
                .task(TaskOptions.none().name("scale").with("factor", 10));
        MiraiMap<String> scaled = daemons.map(
                List.of(1, 2),
                x -> x * (Integer) DaemonContext.current().globals().get("factor") + " by "
                        + Thread.currentThread().getName(),
                options);
        assertThat(scaled.collectNamed())
                .hasEntrySatisfying(
                        "one", text -> assertThat(text).startsWith("10 by").endsWith("(scale[one])"))
                .hasEntrySatisfying(
                        "two", text -> assertThat(text).startsWith("20 by").endsWith("(scale[two])"));
    }

    @Test
    void map_ofNothing_isOverAtOnce() {
        MiraiMap<Integer> none = daemons.map(List.<Integer>of(), x -> x);
        assertThat(none.collect()).isEmpty();
        assertThat(none.collectOutcomes()).isEmpty();
        assertThat(none.progress().collectList().block()).hasSize(1);
        StepVerifier.create(none).verifyComplete();
    }

    // ---- Results ----

    @Test
    void nullResult_isLeftOutOfTheFluxAndKeptInCollect() {
        MiraiMap<Integer> map = daemons.map(List.of(1, 2, 3), x -> x == 2 ? null : x);
        assertThat(map.collect()).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(map.collectList().block()).containsExactly(1, 3);
        assertThat(map.outcomes().collectList().block())
                .containsExactly(new Outcome.Value<>(1), new Outcome.Value<>(null), new Outcome.Value<>(3));
    }

    @Test
    void collectFlat_splicesCollectionsAndArrays() {
        assertThat(daemons.map(List.of(1, 2, 3), MapsTest::ofManyKinds).collectFlat(Integer.class))
                .containsExactly(1, 1, 2, 2, 3);
        assertThat(daemons.map(List.of(1, 2), x -> new double[] {x, x}).collectFlat(double[].class))
                .hasSize(2);
        assertThat(daemons.map(List.of(1, 2), x -> new int[] {x, x}).collectFlat(int.class))
                .containsExactly(1, 1, 2, 2);
    }

    private static Object ofManyKinds(int x) {
        return switch (x) {
            case 1 -> List.of(1, 1);
            case 2 -> new int[] {2, 2};
            default -> 3;
        };
    }

    @Test
    void collectFlat_ofAnotherType_namesIndexAndTypes() {
        MiraiMap<Object> mixed = daemons.map(List.of(1, 2), x -> x == 1 ? 1 : List.of("two"));
        assertThatThrownBy(() -> mixed.collectFlat(Integer.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("the result of element 1 has a java.lang.String, where collectFlat was asked for"
                        + " java.lang.Integer only");
    }

    @Test
    void failure_namesItsElementAndLeavesTheOthers() {
        MiraiMap<Integer> map = daemons.map(List.of(1, 0, 2), x -> 10 / x);
        assertThatThrownBy(map::collect)
                .isInstanceOf(MiraiError.class)
                .hasMessageMatching(
                        "element 1 \\(task \\d+\\) threw on daemon \\d: java.lang.ArithmeticException: / by zero")
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("failure_namesItsElementAndLeavesTheOthers"))
                        .noneMatch(frame -> frame.getClassName().startsWith("io.mirai.codec")
                                || frame.getClassName().startsWith("io.mirai.daemon")));
        List<Outcome<Integer>> outcomes = map.collectOutcomes();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Value<>(10));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failure.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Value<>(5));
        StepVerifier.create(map).expectNext(10).verifyError(MiraiError.class);
    }

    @Test
    void collect_withStop_cancelsTheRestAtTheFirstFailure() {
        MiraiMap<Integer> map = daemons.map(IntStream.range(0, 100).boxed().toList(), x -> {
            if (x == 3) {
                throw new IOException("boom");
            }
            Thread.sleep(x < 3 ? 0 : 60_000);
            return x;
        });
        assertThatThrownBy(() -> map.collect(CollectOption.STOP)).hasMessageContaining("element 3 ");
        assertThat(map.unresolved()).isFalse();
        assertThat(errorOf(map.collectOutcomes().get(99))).isInstanceOf(MiraiCanceled.class);
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    void progress_endsWithTheFinalState() {
        MiraiMap<Integer> map = daemons.map(IntStream.range(0, 50).boxed().toList(), x -> 10 / (x - 25));
        List<Progress> progress = map.progress().collectList().block();
        Progress last = progress.get(progress.size() - 1);
        assertThat(last.done()).isEqualTo(50);
        assertThat(last.failed()).isEqualTo(1);
        assertThat(last.total()).isEqualTo(50);
        assertThat(last.eta()).contains(Duration.ZERO);
        assertThat(progress).extracting(Progress::done).isSorted().doesNotHaveDuplicates();
        assertThat(map.progress().blockLast()).as("asked for later").isEqualTo(last);
    }

    // ---- Elements ----

    @Test
    void elementThatCannotBeCarried_failsAlone() {
        MiraiMap<String> map = daemons.map(List.of("a", new Thread("t"), "c"), Object::toString);
        List<Outcome<String>> outcomes = map.collectOutcomes();
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Value<>("a"));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Value<>("c"));
        assertThat(errorOf(outcomes.get(1)))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageStartingWith("element 1 (task ")
                .hasMessageContaining("The element cannot be carried to a daemon: java.lang.Thread");
    }

    @Test
    void functionThatCannotBeCarried_isRefusedAtTheCall() {
        Thread thread = new Thread("t");
        assertThatThrownBy(() -> daemons.map(List.of(1), x -> thread.getName()))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void get_isTheMiraiOfAnElement() {
        MiraiMap<Integer> map = daemons.map(List.of(1, 2, 3), x -> x * 10);
        Mirai<Integer> second = map.get(1);
        assertThat(second.collect()).isEqualTo(20);
        assertThat(map.get(0).id()).isLessThan(second.id());
        map.call();
        assertThat(map.get(2).block()).isEqualTo(30);
        assertThatThrownBy(() -> map.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void stop_saysWhichWereUnresolved() {
        MiraiMap<Integer> map = daemons.map(IntStream.range(0, 1_000).boxed().toList(), x -> {
            Thread.sleep(x == 0 ? 0 : 60_000);
            return x;
        });
        map.get(0).call();
        boolean[] stopped = map.stop();
        assertThat(stopped).hasSize(1_000);
        assertThat(stopped[0]).isFalse();
        assertThat(stopped[1]).isTrue();
        assertThat(stopped[999]).isTrue();
        assertThat(map.progress().blockLast().failed()).isEqualTo(999);
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    void take_stopsTheRest() {
        MiraiMap<Integer> map = daemons.map(IntStream.range(0, 1_000).boxed().toList(), x -> {
            Thread.sleep(x < 3 ? 0 : 60_000);
            return x;
        });
        assertThat(map.take(3).collectList().block()).containsExactly(0, 1, 2);
        assertThat(map.unresolved()).isFalse();
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    @OnThisMachineOnly("an exit status")
    void elementThatKillsItsDaemon_failsAlone() {
        try (Daemons own = Daemons.local(2)) {
            MiraiMap<Integer> map = own.map(IntStream.range(0, 200).boxed().toList(), x -> {
                if (x == 50) {
                    Runtime.getRuntime().halt(3);
                }
                return x;
            });
            List<Outcome<Integer>> outcomes = map.collectOutcomes();
            assertThat(errorOf(outcomes.get(50)))
                    .isInstanceOf(MiraiReset.class)
                    .hasMessageContaining("exited with status 3 while it had element 50 (task ");
            assertThat(outcomes.stream().filter(o -> o instanceof Outcome.Value<Integer>))
                    .hasSize(199);
        }
    }

    @Test
    void closeWithAMapUnderWay_endsAllElements() {
        MiraiMap<Integer> map;
        CompletableFuture<List<Outcome<Integer>>> seen;
        try (Daemons own = Daemons.local(1)) {
            map = own.map(IntStream.range(0, 10_000).boxed().toList(), x -> {
                Thread.sleep(60_000);
                return x;
            });
            seen = map.outcomes().collectList().toFuture();
        }
        assertThat(seen.join()).hasSize(10_000).allSatisfy(outcome -> assertThat(errorOf(outcome))
                .isInstanceOf(MiraiReset.class)
                .hasMessageContaining("was closed before the task had ended"));
        assertThat(map.unresolved()).isFalse();
    }

    // ---- The function ----

    @Test
    void function_isASnapshotOfTheCall() {
        List<Integer> captured = new ArrayList<>(List.of(1));
        MiraiMap<Integer> sizes = daemons.map(List.of("a", "b"), x -> captured.size());
        captured.add(2);
        assertThat(sizes.collect()).containsExactly(1, 1);
    }

    @Test
    void function_isRebuiltOnceForEachThread() {
        AtomicInteger counter = new AtomicInteger();
        try (Daemons own =
                Daemons.builder().n(1).daemon(DaemonOptions.none().threads(3)).start()) {
            Map<String, Integer> last = new HashMap<>();
            own.map(IntStream.range(0, 300).boxed().toList(), x -> {
                        Thread.sleep(1);
                        return Map.entry(Thread.currentThread().getName().substring(0, 9), counter.incrementAndGet());
                    })
                    .collect()
                    .forEach(each -> last.merge(each.getKey(), each.getValue(), Integer::max));
            assertThat(last.values().stream().mapToInt(n -> n).sum())
                    .as("what the threads counted, each for itself: %s", last)
                    .isEqualTo(300);
        }
        assertThat(counter).hasValue(0);
    }

    @Test
    void function_thatCapturesALargeArray_hasOneForEachThread() {
        int[] counters = new int[100_000];
        try (Daemons own =
                Daemons.builder().n(1).daemon(DaemonOptions.none().threads(3)).start()) {
            Map<String, Integer> last = new HashMap<>();
            own.map(IntStream.range(0, 300).boxed().toList(), x -> {
                        Thread.sleep(1);
                        return Map.entry(Thread.currentThread().getName().substring(0, 9), ++counters[77_777]);
                    })
                    .collect()
                    .forEach(each -> last.merge(each.getKey(), each.getValue(), Integer::max));
            assertThat(last.values().stream().mapToInt(n -> n).sum())
                    .as("what the threads counted, each for itself: %s", last)
                    .isEqualTo(300);
        }
    }

    @Test
    void functions_ofMapsThatRunAtOnce_areNotMixedUp() {
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();
        List<MiraiMap<Integer>> maps = IntStream.range(0, 10)
                .mapToObj(factor -> daemons.map(numbers, x -> x * factor))
                .toList();
        for (int factor = 0; factor < maps.size(); factor++) {
            int f = factor;
            assertThat(maps.get(factor).collect())
                    .isEqualTo(numbers.stream().map(x -> x * f).toList());
        }
    }

    private static MiraiException errorOf(Outcome<?> outcome) {
        return ((Outcome.Failure<?>) outcome).error();
    }
}
