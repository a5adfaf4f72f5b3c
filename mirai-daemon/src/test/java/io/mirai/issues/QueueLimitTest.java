package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiMap;
import io.mirai.MiraiQueueFull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A queue with limits, before real daemons. */
class QueueLimitTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TASK_BYTES = 10_000;

    @TempDir
    Path directory;

    @Test
    void producerThatIsFasterThanItsDaemons_isHeldBackAndHasEveryValue() {
        long limit = 20 * TASK_BYTES;
        try (Daemons daemons = Daemons.builder().n(2).memory(limit).start()) {
            List<Mirai<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                byte[] load = new byte[TASK_BYTES];
                int number = i;
                all.add(daemons.mirai(() -> number + load.length));
                assertThat(daemons.status().queued()).isLessThanOrEqualTo(limit / TASK_BYTES);
            }
            assertThat(IntStream.range(0, all.size()))
                    .allSatisfy(i -> assertThat(all.get(i).collect()).isEqualTo(i + TASK_BYTES));
            assertThat(daemons.status().awaitingMemory()).isZero();
        }
    }

    @Test
    void lazyMap_thatComesToTheGateAgainAndAgain_runsEachElementOnce() {
        try (Daemons daemons = Daemons.builder().n(2).queueLimit(1).start()) {
            assertThat(daemons.map(Flux.range(0, 5_000), x -> x).collectList().block())
                    .isEqualTo(IntStream.range(0, 5_000).boxed().toList());
            assertThat(daemons.status().completed()).isEqualTo(5_000);
            assertThat(daemons.status().queued()).isZero();
            assertThat(daemons.status().executing()).isZero();
        }
    }

    @Test
    void fullQueue_refusesWhoMayNotWaitAndLetsAllElseWait() throws Exception {
        Path gate = directory.resolve("gate");
        String path = gate.toString();
        try (Daemons daemons = Daemons.builder().n(1).queueLimit(1).start()) {
            Mirai<Integer> running = daemons.mirai(() -> {
                while (!Files.exists(Path.of(path))) {
                    Thread.sleep(10);
                }
                return 1;
            });
            await().atMost(DEADLINE).until(() -> daemons.status().executing() == 1);
            Mirai<Integer> queued = daemons.mirai(() -> 2);
            assertThat(daemons.tryMirai(() -> 0)).isEmpty();
            assertThatThrownBy(() -> Mono.fromCallable(() -> daemons.mirai(() -> 0))
                            .subscribeOn(Schedulers.parallel())
                            .block())
                    .isInstanceOf(MiraiQueueFull.class)
                    .hasMessageContaining("1 of 1 tasks");
            Mono<Integer> deferred = daemons.defer(() -> 3).cache();
            deferred.subscribe();
            MiraiMap<Integer> map = daemons.map(List.of(4, 5), x -> x);
            Flux<Integer> lazy = daemons.map(Flux.range(6, 3), x -> x).cache();
            lazy.subscribe();
            await().atMost(DEADLINE).until(() -> daemons.status().awaitingMemory() == 2);
            Files.createFile(gate);
            assertThat(List.of(running.collect(), queued.collect(), Objects.requireNonNull(deferred.block())))
                    .containsExactly(1, 2, 3);
            assertThat(map.collect()).containsExactly(4, 5);
            assertThat(lazy.collectList().block()).containsExactly(6, 7, 8);
        }
    }
}
