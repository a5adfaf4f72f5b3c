package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;

/** Daemons that are started, used and closed from wherever a program may be. */
@Timeout(120)
class HostInAThreadTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Test
    void severalProfiles_atOnce_doNotMeet() {
        try (Daemons left = Daemons.builder().profile("left").start();
                Daemons right = Daemons.builder().profile("right").start();
                Daemons nameless = Daemons.local(1)) {
            Set<Long> processes = new HashSet<>();
            for (Daemons daemons : List.of(left, right, nameless)) {
                processes.add(daemons.mirai(() -> ProcessHandle.current().pid()).collect());
            }
            assertThat(processes).hasSize(3);
            assertThat(Set.of(
                            left.status().url(),
                            right.status().url(),
                            nameless.status().url()))
                    .hasSize(3);
            left.closeAsync().block(DEADLINE);
            assertThat(Daemons.isSet("left")).isFalse();
            assertThat(Daemons.profile("right").mirai(() -> 1).collect()).isEqualTo(1);
            assertThat(nameless.mirai(() -> 1).collect()).isEqualTo(1);
        }
    }

    /** Its initialiser runs on the daemon, too, which must not start daemons of its own for that. */
    private static final class Holder {

        static final Daemons POOL = Daemons.local(1);

        static long twice(long x) {
            return 2 * x;
        }

        static List<Long> ask(long x) {
            return POOL.mirai(() -> List.of(
                            twice(x), ProcessHandle.current().descendants().count()))
                    .collect();
        }
    }

    @Test
    void staticField_isStartedOnTheHostAlone() {
        try {
            assertThat(Holder.ask(21)).containsExactly(42L, 0L);
        } finally {
            Holder.POOL.close();
        }
    }

    @Test
    void commonPool_fullOfThreadsThatWait_goesOn() throws Exception {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        try (Daemons daemons = pool.submit(() -> Daemons.local(1)).get(60, TimeUnit.SECONDS)) {
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 4 * pool.getParallelism() + 4; i++) {
                int x = i;
                waiting.add(pool.submit(() -> daemons.mirai(() -> x * 10).collect()));
            }
            for (int i = 0; i < waiting.size(); i++) {
                assertThat(waiting.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i * 10);
            }
            int sum = IntStream.range(0, 50)
                    .parallel()
                    .map(x -> daemons.mirai(() -> x + 1).collect())
                    .sum();
            assertThat(sum).isEqualTo(50 * 51 / 2);
            pool.submit(daemons::close).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPoolOfOneThread_startsAsksAndCloses() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            Future<Integer> all = pool.submit(() -> {
                try (Daemons daemons = Daemons.local(1)) {
                    return daemons.mirai(() -> 42).collect();
                }
            });
            assertThat(all.get(60, TimeUnit.SECONDS)).isEqualTo(42);
        } finally {
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void close_insideASubscriberOnReactorsThread_returnsAndLeavesNothing() throws Exception {
        closeInside(Daemons.local(1));
    }

    @Test
    void close_insideASubscriberOnTheThreadThatReadsValues_leavesNothing() throws Exception {
        closeInside(Daemons.builder().publishOn(Schedulers.immediate()).start());
    }

    private static void closeInside(Daemons daemons) throws Exception {
        Path socket = socket(daemons);
        CountDownLatch returned = new CountDownLatch(1);
        daemons.mirai(() -> List.of(1)).subscribe(value -> {
            daemons.close();
            returned.countDown();
        });
        assertThat(returned.await(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(DEADLINE).until(() -> !socket.getParent().toFile().exists());
        daemons.close();
        assertRefused(daemons);
    }

    @Test
    void close_insideASubscriberThatTheCloseItselfTells_returns() throws Exception {
        Daemons daemons = Daemons.local(1);
        Mirai<Object> waiting = daemons.mirai(() -> {
            Thread.sleep(600_000);
            return null;
        });
        CountDownLatch told = new CountDownLatch(1);
        waiting.subscribe(value -> {}, error -> {
            daemons.close();
            told.countDown();
        });
        daemons.close();
        assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(waiting::collect)
                .isInstanceOfSatisfying(MiraiReset.class, reset -> assertThat(reset.reason())
                        .isEqualTo(MiraiReset.Reason.PROFILE_RESET));
    }

    @Test
    void close_twiceAtOnce_bothReturnWhenNothingIsLeft() throws Exception {
        for (int i = 0; i < 3; i++) {
            Daemons daemons = Daemons.local(1);
            Path directory = socket(daemons).getParent();
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
                daemons.close();
                return directory.toFile().exists();
            });
            daemons.close();
            assertThat(directory).doesNotExist();
            assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void startSubmitAndClose_atOnce_endInAnOutcomeOrARefusal() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 3; round++) {
                Daemons daemons = Daemons.builder().profile("race").start();
                CountDownLatch go = new CountDownLatch(1);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    all.add(threads.submit(() -> {
                        go.await();
                        submitUntilRefused(daemons);
                        return null;
                    }));
                }
                all.add(threads.submit(() -> {
                    go.await();
                    try {
                        daemons.mirai(() -> 1).call();
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("profile 'race' is closed");
                    }
                    daemons.close();
                    return null;
                }));
                go.countDown();
                // Replaces the profile of that name, which closes it, too.
                try (Daemons other = Daemons.builder().profile("race").start()) {
                    for (Future<?> one : all) {
                        one.get(60, TimeUnit.SECONDS);
                    }
                    assertThat(other.mirai(() -> 2).collect()).isEqualTo(2);
                }
                assertThat(Daemons.isSet("race")).isFalse();
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void submitUntilRefused(Daemons daemons) {
        List<Mirai<Integer>> mirais = new ArrayList<>();
        try {
            while (true) {
                mirais.add(daemons.mirai(() -> 1));
                if (mirais.size() % 50 == 0) {
                    mirais.get(mirais.size() - 1).call();
                }
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("profile 'race' is closed");
        }
        for (Mirai<Integer> mirai : mirais) {
            Outcome<Integer> outcome = mirai.call().data();
            assertThat(outcome).isInstanceOfAny(Outcome.Value.class, Outcome.Failure.class);
            if (outcome instanceof Outcome.Failure<Integer> failure) {
                assertThat(failure.error()).isInstanceOf(MiraiReset.class);
            }
        }
    }

    private static void assertRefused(Daemons daemons) {
        assertThatThrownBy(() -> daemons.mirai(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    private static Path socket(Daemons daemons) {
        return Path.of(daemons.status().url().substring("unix://".length()));
    }
}
