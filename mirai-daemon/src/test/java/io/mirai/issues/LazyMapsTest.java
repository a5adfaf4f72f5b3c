package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.MiraiError;
import io.mirai.MiraiNotSerializable;
import io.mirai.TaskOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The lazy form of a map, over real daemons: backpressure is the queue. */
@Timeout(120)
class LazyMapsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SLOTS = 2;
    private static final int LEAST_PREFETCH = 16;

    private static Daemons daemons;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(SLOTS);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    @Test
    void map_ofAPublisher_keepsItsOrder() {
        assertThat(daemons.map(Flux.range(0, 5_000), x -> x * 2).collectList().block(DEADLINE))
                .isEqualTo(IntStream.range(0, 5_000).map(x -> x * 2).boxed().toList());
    }

    @Test
    void map_unordered_bringsAllAsTheyAreCompleted() {
        File rest = directory.resolve("rest").toFile();
        AtomicInteger come = new AtomicInteger();
        List<Integer> results = daemons.map(
                        Flux.range(0, 300),
                        x -> {
                            while (x == 0 && !rest.exists()) {
                                Thread.sleep(5);
                            }
                            return x;
                        },
                        MapOptions.none().unordered())
                .doOnNext(x -> assertThat(come.incrementAndGet() != 299 || rest.mkdir())
                        .isTrue())
                .collectList()
                .block(DEADLINE);
        assertThat(results).hasSize(300).doesNotHaveDuplicates();
        assertThat(results.get(results.size() - 1)).as("the slow one").isEqualTo(0);
    }

    @Test
    void map_isCold() {
        AtomicLong subscriptions = new AtomicLong();
        Flux<Integer> map = daemons.map(Flux.range(0, 3).doOnSubscribe(s -> subscriptions.incrementAndGet()), x -> x);
        assertThat(subscriptions).hasValue(0);
        map.blockLast(DEADLINE);
        map.blockLast(DEADLINE);
        assertThat(subscriptions).hasValue(2);
    }

    @Test
    void source_isAskedForSlotsAndPrefetchAndNoMore() {
        AtomicLong asked = new AtomicLong();
        OneByOne<Integer> slow = new OneByOne<>();
        daemons.map(Flux.range(0, 1_000_000).hide().doOnRequest(asked::addAndGet), x -> x)
                .subscribe(slow);
        assertThat(asked).as("before anybody asks").hasValue(0);
        for (int n = 1; n <= 30; n++) {
            int wanted = n;
            slow.request(1);
            await().atMost(DEADLINE).until(() -> slow.received.get() == wanted);
            await().atMost(DEADLINE).untilAsserted(() -> assertThat(asked).hasValue(SLOTS + LEAST_PREFETCH + wanted));
        }
        slow.cancel();
    }

    @Test
    void prefetch_setsHowFarAheadItAsks() {
        AtomicLong asked = new AtomicLong();
        OneByOne<Integer> slow = new OneByOne<>();
        daemons.map(
                        Flux.range(0, 1_000_000).hide().doOnRequest(asked::addAndGet),
                        x -> x,
                        MapOptions.none().prefetch(3))
                .subscribe(slow);
        slow.request(1);
        await().atMost(DEADLINE).until(() -> slow.received.get() == 1);
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(asked).hasValue(SLOTS + 3 + 1));
        slow.cancel();
        assertThatIllegalArgumentException().isThrownBy(() -> MapOptions.none().prefetch(-1));
    }

    @Test
    void take_stopsTheDaemonsAndTheSource() {
        AtomicBoolean cancelled = new AtomicBoolean();
        String file = directory.resolve("late").toString();
        assertThat(daemons.map(Flux.range(0, Integer.MAX_VALUE).doOnCancel(() -> cancelled.set(true)), x -> {
                            if (x >= 3) {
                                Thread.sleep(60_000);
                                Files.createFile(Path.of(file));
                            }
                            return x;
                        })
                        .take(3)
                        .collectList()
                        .block(DEADLINE))
                .containsExactly(0, 1, 2);
        assertThat(cancelled).isTrue();
        assertThat(daemons.mirai(() -> 1).collect()).as("in a freed seat").isEqualTo(1);
        await().atMost(DEADLINE).until(() -> daemons.status().executing() == 0);
        assertThat(daemons.status().queued()).isZero();
        assertThat(Path.of(file)).doesNotExist();
    }

    @Test
    void failure_endsItInItsPlace() {
        AtomicBoolean cancelled = new AtomicBoolean();
        StepVerifier.create(daemons.map(Flux.range(-3, 1_000_000).doOnCancel(() -> cancelled.set(true)), x -> 10 / x))
                .expectNext(-3, -5, -10)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(MiraiError.class).hasMessageStartingWith("element 3 (task "))
                .verify(DEADLINE);
        assertThat(cancelled).isTrue();
    }

    @Test
    void failureOfTheSource_comesAfterWhatWasComputed() {
        StepVerifier.create(
                        daemons.map(Flux.range(0, 10).concatWith(Flux.error(new IllegalStateException("dry"))), x -> {
                            Thread.sleep(20);
                            return x;
                        }))
                .expectNext(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .verifyErrorMessage("dry");
    }

    @Test
    void elementThatCannotBeCarried_isAFailure() {
        StepVerifier.create(daemons.map(Flux.just("a", new Thread("t")), x -> x.toString()))
                .expectNext("a")
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(MiraiNotSerializable.class)
                        .hasMessageStartingWith("element 1 (task "))
                .verify(DEADLINE);
    }

    @Test
    void nullResults_areLeftOut() {
        assertThat(daemons.map(Flux.range(0, 100), x -> x % 10 == 0 ? x : null)
                        .collectList()
                        .block(DEADLINE))
                .containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
    }

    @Test
    void constantsAndLimits_areThoseOfEachElement() {
        MapOptions options =
                MapOptions.none().task(TaskOptions.none().with("factor", 3).timeout(Duration.ofSeconds(50)));
        assertThat(daemons.map(
                                Flux.just(1, 2),
                                x -> x
                                        * (Integer) DaemonContext.current()
                                                .globals()
                                                .get("factor"),
                                options)
                        .collectList()
                        .block(DEADLINE))
                .containsExactly(3, 6);
    }

    @Test
    void names_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        daemons.map(Flux.just(1), x -> x, MapOptions.none().names(List.of("a"))))
                .withMessageContaining("cannot be named");
    }

    @Test
    void closedProfile_isAnErrorAtTheSubscription() {
        Daemons closed = Daemons.builder().profile("gone-lazy").start();
        Flux<Integer> map = closed.map(Flux.just(1), x -> x);
        closed.close();
        assertThatThrownBy(map::blockLast).hasMessage("profile 'gone-lazy' is closed");
    }

    @Test
    void functionThatCannotBeCarried_isAnErrorAtTheSubscription() {
        Thread thread = new Thread("t");
        assertThatThrownBy(
                        () -> daemons.map(Flux.just(1), x -> thread.getName()).blockLast(DEADLINE))
                .isInstanceOf(MiraiNotSerializable.class);
    }

    private static final class OneByOne<T> extends BaseSubscriber<T> {

        final AtomicLong received = new AtomicLong();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(T value) {
            received.incrementAndGet();
        }
    }
}
