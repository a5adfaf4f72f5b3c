package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.Mirais;
import io.mirai.Outcome;
import io.mirai.Status;
import io.mirai.TaskOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** The first lines that a user writes, over real daemons. */
@Tag("jdk")
@Timeout(120)
class FirstLinesTest {

    @Test
    void firstLines_work() {
        try (Daemons daemons = Daemons.local(2)) {
            Mirai<Double> m = daemons.mirai(() -> simulate(1_000_000));
            List<Long> squares = daemons.map(List.of(1L, 2L, 3L), x -> x * x).collect();
            assertThat(squares).containsExactly(1L, 4L, 9L);
            assertThat(m.collect()).isEqualTo(simulate(1_000_000));
        }
    }

    @Test
    void builder_hasANameAndMethodsToReferTo() {
        Daemons.Builder one = Daemons.builder().n(1);
        BiFunction<Daemons.Builder, String, Daemons.Builder> naming = Daemons.Builder::profile;
        Function<Daemons.Builder, Daemons> starting = Daemons.Builder::start;
        try (Daemons daemons = starting.apply(naming.apply(one, "named"))) {
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
            assertThat(Daemons.profile("named")).isSameAs(daemons);
        }
    }

    @Test
    void defaultProfile_works() {
        Mirais.daemons(2);
        int x = 5;
        Mirai<Integer> m = Mirais.mirai(() -> x * 10);
        assertThat(m.collect()).isEqualTo(50);
        assertThat(Mirais.isSet()).isTrue();
        assertThat(Mirais.status().connections()).isEqualTo(2);
        Daemons closed = Mirais.daemons(0);
        assertThat(Mirais.isSet()).isFalse();
        assertThat(closed.status().connections()).isZero();
        assertThat(Mirais.status()).isEqualTo(new Status("default", 0, 0, 0, 0, 0, "", List.of()));
    }

    @Test
    void withoutDaemons_oneProcessRunsOneTask() {
        long here = ProcessHandle.current().pid();
        long there = Mirais.mirai(() -> ProcessHandle.current().pid()).collect();
        assertThat(there).isNotEqualTo(here);
        assertThat(ProcessHandle.of(there).isEmpty()
                        || ProcessHandle.of(there).get().onExit().join() != null)
                .isTrue();
    }

    @Test
    void mapWithoutDaemons_setsOne() {
        assertThat(Mirais.map(List.of(1, 2, 3), x -> x + 1).collect()).containsExactly(2, 3, 4);
        assertThat(Mirais.status().connections()).isEqualTo(1);
        Mirais.daemons(0);
    }

    @Test
    void streamWithoutDaemons_hasAProcessOfItsOwn() {
        assertThat(Mirais.stream(() -> Flux.range(0, 3)).collectList().block()).containsExactly(0, 1, 2);
        assertThat(Mirais.isSet()).isFalse();
    }

    @Test
    void capturedValues_areASnapshotOfTheCall() {
        try (Daemons daemons = Daemons.local(1)) {
            List<Integer> list = new ArrayList<>(List.of(1));
            Mirai<Object> blocker = daemons.mirai(() -> {
                Thread.sleep(300); // keeps the daemon busy while the list changes
                return null;
            });
            Mirai<Integer> size = daemons.mirai(list::size);
            list.add(2);
            Mirai<Integer> later = daemons.mirai(() -> list.size());
            assertThat(size.collect()).isEqualTo(1);
            assertThat(later.collect()).isEqualTo(2);
            assertThat(blocker.collect()).isNull();
        }
    }

    @Test
    void options_reachTheTask() {
        try (Daemons daemons = Daemons.local(1)) {
            TaskOptions options =
                    TaskOptions.none().name("fit").with("rate", 0.5).withAll(Map.of("rounds", 3));
            Map<String, Object> seen = daemons.mirai(
                            () -> {
                                DaemonContext context = DaemonContext.current();
                                return Map.of(
                                        "globals", Map.copyOf(context.globals()),
                                        "id", context.taskId(),
                                        "index", context.index(),
                                        "instance", context.instance(),
                                        "attempt", context.attempt(),
                                        "thread", Thread.currentThread().getName());
                            },
                            options)
                    .collect();
            assertThat(seen)
                    .containsEntry("globals", Map.of("rate", 0.5, "rounds", 3))
                    .containsEntry("index", 0)
                    .containsEntry("instance", 1)
                    .containsEntry("attempt", 1);
            assertThat(seen.get("thread")).asString().contains("fit");
            assertThat(daemons.mirai(() -> DaemonContext.current().globals().size())
                            .collect())
                    .as("globals of the next task")
                    .isZero();
            assertThat(DaemonContext.current().isDaemon()).isFalse();
        }
    }

    @Test
    void voidTask_completesEmpty() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Void> done = daemons.mirai(() -> {
                System.setProperty("mirai.test", "x");
            });
            assertThat(done.collect()).isNull();
            assertThat(done.data()).isEqualTo(new Outcome.Value<Void>(null));
        }
    }

    @Test
    void defer_submitsAnewForEachSubscription() {
        try (Daemons daemons = Daemons.local(1)) {
            var cold = daemons.defer(() -> DaemonContext.current().taskId());
            assertThat(cold.block()).isLessThan(cold.block());
        }
    }

    @Test
    void threads_runTasksOfOneDaemonAtOnce() {
        try (Daemons daemons =
                Daemons.builder().n(1).daemon(DaemonOptions.none().threads(3)).start()) {
            List<Mirai<String>> meeting = IntStream.range(0, 3)
                    .mapToObj(i -> daemons.mirai(() -> {
                        Meeting.HERE.countDown();
                        Meeting.HERE.await();
                        return Thread.currentThread().getName();
                    }))
                    .toList();
            assertThat(meeting.stream().map(Mirai::collect).toList()).doesNotHaveDuplicates();
        }
    }

    @Test
    @SuppressWarnings("try") // closing twice is the point
    void profiles_areIndependent() {
        try (Daemons a = Daemons.builder().profile("a").n(1).start();
                Daemons b = Daemons.builder().profile("b").n(1).start()) {
            a.mirai(() -> 1).collect();
            assertThat(Daemons.profile("a").status().completed()).isEqualTo(1);
            assertThat(Daemons.profile("b").status().completed()).isZero();
            a.close();
            assertThat(Daemons.isSet("a")).isFalse();
            assertThat(b.mirai(() -> 2).collect()).isEqualTo(2);
        }
    }

    @Test
    void map_isAFluxInOrderToo() {
        try (Daemons daemons = Daemons.local(2)) {
            Flux<Integer> lengths = daemons.map(List.of("a", "bb", "ccc"), text -> text.length());
            assertThat(lengths.collectList().block()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void bigValues_goThereAndBack() {
        try (Daemons daemons = Daemons.local(1)) {
            double[] numbers = IntStream.range(0, 500_000).mapToDouble(i -> i).toArray();
            double[] doubled = daemons.mirai(() -> {
                        double[] copy = numbers.clone();
                        for (int i = 0; i < copy.length; i++) {
                            copy[i] *= 2;
                        }
                        return copy;
                    })
                    .collect();
            assertThat(doubled).hasSize(500_000);
            assertThat(doubled[499_999]).isEqualTo(999_998.0);
        }
    }

    @Test
    void innerAndAnonymousClasses_carryThisAndLocals() {
        try (Daemons daemons = Daemons.local(1)) {
            Greeter greeter = new Greeter("hello ");
            assertThat(daemons.mirai(greeter.task("world")).collect()).isEqualTo("hello world!");
            assertThat(daemons.mirai(() -> new Point(1, 2)).collect()).isEqualTo(new Point(1, 2));
        }
    }

    private static double simulate(int rounds) {
        double sum = 0;
        for (int i = 1; i <= rounds; i++) {
            sum += 1.0 / i;
        }
        return sum;
    }

    record Point(int x, int y) implements Serializable {}

    /** In a class of its own, so that the daemon has one for all tasks of its session. */
    static final class Meeting {
        static final CountDownLatch HERE = new CountDownLatch(3);
    }

    static final class Greeter {

        private final String greeting;

        Greeter(String greeting) {
            this.greeting = greeting;
        }

        io.mirai.Task<String> task(String name) {
            String end = "!";
            return new io.mirai.Task<>() {
                @Override
                public String call() {
                    return greeting + name + end;
                }
            };
        }
    }
}
