package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.MiraiError;
import io.mirai.MiraiInterrupt;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.MiraiTimeout;
import io.mirai.MiraiTooLarge;
import io.mirai.TaskOptions;
import io.mirai.testing.OnThisMachineOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

/** One task, many values, over a real daemon: demand, cancel, errors and the slot. */
@Timeout(120)
class StreamsTest {

    /** As the Javadoc of {@link Daemons#stream} states. */
    private static final int PREFETCH = 32;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static Daemons daemons;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(1);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    // ---- Values ----

    @Test
    void stream_bringsAllValuesInOrder() {
        List<Integer> numbers =
                daemons.stream(() -> Flux.range(0, 10_000)).collectList().block(DEADLINE);
        assertThat(numbers).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void stream_ofAPublisherWithThreadsOfItsOwn_bringsAllValuesInOrder() {
        List<Long> numbers = daemons.stream(() -> Flux.interval(Duration.ofMillis(1))
                        .onBackpressureBuffer()
                        .take(200))
                .collectList()
                .block(DEADLINE);
        assertThat(numbers).hasSize(200).isSorted();
    }

    @Test
    void stream_ofNothing_completesWithoutDemand() {
        StepVerifier.create(daemons.stream(() -> Flux.empty()), 0)
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void stream_isCold() {
        Flux<Long> ids = daemons.stream(() -> Flux.just(DaemonContext.current().taskId()));
        assertThat(ids.blockLast(DEADLINE)).isLessThan(ids.blockLast(DEADLINE));
    }

    @Test
    void stream_ofValuesOfAnySize_bringsThem() {
        List<Integer> sizes = daemons.stream(
                        () -> Flux.just(1, 300_000, 2, 2_000_000, 3).map(size -> new byte[size]))
                .map(bytes -> bytes.length)
                .collectList()
                .block(DEADLINE);
        assertThat(sizes).containsExactly(1, 300_000, 2, 2_000_000, 3);
    }

    // ---- Demand ----

    /** A gauge on the daemon's side: a file that grows by a byte for each value that was made. */
    @Test
    void request_isFeltByTheCodeOnTheDaemon() throws Exception {
        Path gauge = Files.createFile(directory.resolve("gauge"));
        String file = gauge.toString();
        OneByOne<Integer> slow = new OneByOne<>();
        daemons.stream(() -> Flux.<Integer, Integer>generate(() -> 0, (n, sink) -> {
                    append(file);
                    sink.next(n);
                    return n + 1;
                }))
                .subscribe(slow);
        for (int n = 1; n <= 20; n++) {
            slow.request(1);
            int wanted = n;
            await().atMost(DEADLINE).until(() -> slow.received.get() == wanted);
            assertThat(Files.size(gauge)).as("made for %s requests", n).isEqualTo(n);
        }
        slow.request(1_000_000);
        await().atMost(DEADLINE).until(() -> slow.received.get() > 1_000);
        slow.cancel();
        assertThat(daemons.mirai(() -> 1).collect())
                .as("in the seat that it leaves")
                .isEqualTo(1);
        assertThat(Files.size(gauge)).isLessThanOrEqualTo(slow.received.get() + PREFETCH);
    }

    @Test
    void request_ofMuch_runsAheadByThePrefetchOnly() throws Exception {
        Path gauge = Files.createFile(directory.resolve("gauge"));
        String file = gauge.toString();
        Blocked<Integer> stuck = new Blocked<>();
        daemons.stream(() -> Flux.<Integer, Integer>generate(() -> 0, (n, sink) -> {
                    append(file);
                    sink.next(n);
                    return n + 1;
                }))
                .subscribe(stuck);
        await().atMost(DEADLINE).until(() -> Files.size(gauge) == PREFETCH);
        stuck.goOn();
        await().atMost(DEADLINE).until(() -> stuck.received.get() > 10 * PREFETCH);
        stuck.cancel();
        daemons.mirai(() -> 1).collect();
        assertThat(Files.size(gauge)).isLessThanOrEqualTo(stuck.received.get() + PREFETCH);
    }

    // ---- Ends ----

    @Test
    void error_keepsItsPlaceAfterTheValues() {
        StepVerifier.create(
                        daemons.stream(
                                () -> Flux.range(0, 100).concatWith(Flux.error(new IllegalStateException("boom")))),
                        0)
                .thenRequest(60)
                .expectNextCount(60)
                .thenRequest(40)
                .expectNextCount(40)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(MiraiError.class)
                        .hasMessageContaining("java.lang.IllegalStateException: boom")
                        .hasCauseInstanceOf(IllegalStateException.class))
                .verify(DEADLINE);
    }

    @Test
    void taskThatThrowsInsteadOfAPublisher_isAnError() {
        StepVerifier.create(daemons.stream(() -> {
                    throw new IllegalStateException("no publisher");
                }))
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(MiraiError.class).hasMessageContaining("no publisher"))
                .verify(DEADLINE);
        StepVerifier.create(daemons.stream(() -> null))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(MiraiError.class)
                        .hasMessageContaining("return Flux.empty() if there are none"))
                .verify(DEADLINE);
    }

    @Test
    void valueThatCannotBeCarried_endsTheStreamThere() {
        StepVerifier.create(daemons.stream(() -> Flux.just("a", new Thread("t"), "c")))
                .expectNext("a")
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(MiraiNotSerializable.class)
                        .hasMessageContaining("java.lang.Thread"))
                .verify(DEADLINE);
    }

    @Test
    void valueOverTheLimit_endsTheStreamThere() {
        try (Daemons small = Daemons.builder().maxResultBytes(1_000).start()) {
            StepVerifier.create(small.stream(() -> Flux.just(10, 10_000).map(size -> new byte[size])))
                    .expectNextCount(1)
                    .expectError(MiraiTooLarge.class)
                    .verify(DEADLINE);
            assertThat(small.mirai(() -> 1).collect()).isEqualTo(1);
        }
    }

    @Test
    void publisherThatEmitsMoreThanWasAskedFor_isAnError() {
        StepVerifier.create(
                        daemons.stream(() -> subscriber -> subscriber.onSubscribe(new Subscription() {
                            @Override
                            public void request(long n) {
                                for (long i = 0; i <= n; i++) {
                                    subscriber.onNext(i);
                                }
                            }

                            @Override
                            public void cancel() {}
                        })),
                        3)
                .expectNext(0L)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(MiraiError.class)
                        .hasMessageContaining("emitted more values than were requested"))
                .verify(DEADLINE);
    }

    @Test
    void cancel_endsThePublisher() throws Exception {
        Path cancelled = directory.resolve("cancelled");
        String file = cancelled.toString();
        daemons.stream(() ->
                        Flux.interval(Duration.ofMillis(1)).onBackpressureDrop().doOnCancel(() -> append(file)))
                .take(5)
                .blockLast(DEADLINE);
        await().atMost(DEADLINE).until(() -> Files.exists(cancelled));
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    void cancel_interruptsAPublisherThatIsStuck() {
        long before = daemons.status().daemons().get(0).instance();
        assertThat(daemons.stream(() -> Flux.range(0, 10).doOnNext(n -> sleepFrom(n, 5)))
                        .take(5)
                        .collectList()
                        .block(DEADLINE))
                .hasSize(5);
        assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                .as("the same daemon")
                .isEqualTo((int) before);
    }

    @Test
    void slot_isHeldUntilTheStreamHasEnded() {
        OneByOne<Integer> slow = new OneByOne<>();
        daemons.stream(() -> Flux.range(0, 3)).subscribe(slow);
        slow.request(1);
        await().atMost(DEADLINE).until(() -> slow.received.get() == 1);
        var waiting = daemons.mirai(() -> 1);
        assertThat(daemons.status().executing()).isEqualTo(1);
        assertThat(daemons.status().queued()).isEqualTo(1);
        slow.request(2);
        assertThat(waiting.collect()).isEqualTo(1);
    }

    @Test
    void timeout_endsTheStreamAndItsWork() {
        StepVerifier.create(daemons.stream(
                        () -> Flux.just(1).concatWith(Flux.never()),
                        TaskOptions.none().timeout(Duration.ofSeconds(1))))
                .expectNext(1)
                .expectError(MiraiTimeout.class)
                .verify(DEADLINE);
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    void interruptOfItsOwn_isNoStop() {
        StepVerifier.create(daemons.stream(() -> {
                    Thread.currentThread().interrupt();
                    return Flux.never();
                }))
                .expectError(MiraiInterrupt.class)
                .verify(DEADLINE);
    }

    @Test
    @OnThisMachineOnly("an exit status")
    void daemonThatDies_endsTheStreamAfterWhatCame() {
        try (Daemons own = Daemons.local(1)) {
            StepVerifier.create(own.stream(() -> Flux.range(0, 10).doOnNext(n -> haltAt(n, 5))), 5)
                    .expectNext(0, 1, 2, 3, 4)
                    .thenRequest(1)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(MiraiReset.class)
                            .hasMessageContaining("exited with status 3"))
                    .verify(DEADLINE);
            assertThat(own.stream(() -> Flux.just(1)).blockLast(DEADLINE)).isEqualTo(1);
        }
    }

    @Test
    void closedProfile_isAnErrorAtTheSubscription() {
        Daemons closed = Daemons.builder().profile("gone-streams").start();
        Flux<Integer> stream = closed.stream(() -> Flux.just(1));
        closed.close();
        assertThatThrownBy(stream::blockLast)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("profile 'gone-streams' is closed");
    }

    @Test
    void closeInTheMiddle_endsTheStream() {
        Flux<Integer> stream;
        OneByOne<Integer> slow = new OneByOne<>();
        try (Daemons own = Daemons.local(1)) {
            stream = own.stream(() -> Flux.range(0, 10));
            stream.subscribe(slow);
            slow.request(1);
            await().atMost(DEADLINE).until(() -> slow.received.get() == 1);
        }
        await().atMost(DEADLINE).until(() -> slow.error instanceof MiraiReset);
    }

    // ---- On the daemon ----

    private static void append(String file) {
        try {
            Files.write(
                    Path.of(file),
                    new byte[1],
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void sleepFrom(int n, int from) {
        if (n >= from) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static void haltAt(int n, int at) {
        if (n == at) {
            Runtime.getRuntime().halt(3);
        }
    }

    // ---- Subscribers ----

    private static class OneByOne<T> extends BaseSubscriber<T> {

        final AtomicInteger received = new AtomicInteger();
        volatile Throwable error;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(T value) {
            received.incrementAndGet();
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            error = thrown;
        }
    }

    /** Asks for all and takes nothing until it is told to. */
    private static final class Blocked<T> extends BaseSubscriber<T> {

        final AtomicInteger received = new AtomicInteger();
        private final java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);

        void goOn() {
            go.countDown();
        }

        @Override
        protected void hookOnNext(T value) {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            received.incrementAndGet();
        }
    }
}
