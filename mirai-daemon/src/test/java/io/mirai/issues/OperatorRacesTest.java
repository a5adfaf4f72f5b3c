package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Every operator over real daemons and threads: however requests, cancels, values and failures race, it ends once. */
@Timeout(120)
class OperatorRacesTest {

    private static final int ROUNDS = 120;
    private static final int AT_ONCE = 8;
    private static final int MAX_SIZE = 40;
    private static final int NONE = -1;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** What is subscribed to: of the numbers below size, one of which may fail. */
    private enum Operator {
        MIRAI,
        DEFER,
        RACE,
        MAP,
        MAP_UNORDERED,
        MAP_OUTCOMES,
        MAP_PROGRESS,
        LAZY_MAP,
        LAZY_MAP_UNORDERED,
        STREAM;

        Publisher<?> of(int size, int failing) {
            List<Integer> numbers = IntStream.range(0, size).boxed().toList();
            Flux<Integer> source = Flux.fromIterable(numbers).subscribeOn(Schedulers.boundedElastic());
            return switch (this) {
                case MIRAI -> daemons.mirai(() -> unless(failing == 0, 1));
                case DEFER -> daemons.defer(() -> unless(failing == 0, 1));
                case RACE ->
                    Mirai.race(numbers.stream().map(x -> daemons.mirai(() -> x)).toList());
                case MAP -> daemons.map(numbers, x -> unless(x == failing, x));
                case MAP_UNORDERED ->
                    daemons.map(numbers, x -> unless(x == failing, x)).unordered();
                case MAP_OUTCOMES ->
                    daemons.map(numbers, x -> unless(x == failing, x)).outcomes();
                case MAP_PROGRESS ->
                    daemons.map(numbers, x -> unless(x == failing, x)).progress();
                case LAZY_MAP -> daemons.map(source, x -> unless(x == failing, x));
                case LAZY_MAP_UNORDERED ->
                    daemons.map(
                            source,
                            x -> unless(x == failing, x),
                            MapOptions.none().unordered());
                case STREAM -> daemons.stream(() -> Flux.range(0, size).map(x -> unless(x == failing, x)));
            };
        }

        boolean failsWith(int failing) {
            return switch (this) {
                case MIRAI, DEFER -> failing == 0;
                case RACE, MAP_OUTCOMES, MAP_PROGRESS -> false;
                default -> failing >= 0;
            };
        }
    }

    private static Daemons daemons;

    @BeforeAll
    static void start() {
        daemons = Daemons.builder().n(2).daemon(DaemonOptions.none().threads(4)).start();
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    private static int unless(boolean fails, int value) {
        if (fails) {
            throw new IllegalStateException("meant to fail");
        }
        return value;
    }

    @ParameterizedTest
    @EnumSource
    void operator_underRacingRequestsCancelsAndFailures_endsOnce(Operator operator) {
        List<String> broken = Flux.range(0, ROUNDS)
                .flatMap(
                        seed -> Mono.fromCallable(() -> round(operator, seed)).subscribeOn(Schedulers.boundedElastic()),
                        AT_ONCE)
                .flatMapIterable(all -> all)
                .collectList()
                .block();
        assertThat(broken).isEmpty();
    }

    /** Returns what was wrong. */
    private static List<String> round(Operator operator, int seed) throws InterruptedException {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(MAX_SIZE);
        int failing = random.nextInt(3) == 0 ? random.nextInt(size) : NONE;
        boolean cancels = random.nextInt(3) == 0;
        Checked subscriber = new Checked();
        operator.of(size, failing).subscribe(subscriber);

        int requests = 1 + random.nextInt(4);
        for (int i = 0; i < requests; i++) {
            pause(random);
            subscriber.request(1 + random.nextInt(3));
        }
        if (cancels) {
            pause(random);
            subscriber.cancel();
        } else {
            subscriber.request(Long.MAX_VALUE);
            subscriber.awaitEnd(operator.failsWith(failing));
        }
        return subscriber.broken.stream()
                .map(rule -> operator + ", seed " + seed + ": " + rule)
                .toList();
    }

    private static void pause(Random random) {
        long end = System.nanoTime() + random.nextInt(300_000);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Holds what it hears against the rules. */
    private static final class Checked implements CoreSubscriber<Object> {

        final List<String> broken = new ArrayList<>(); // guarded by itself
        private final AtomicBoolean inside = new AtomicBoolean();
        private final AtomicLong open = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Subscription subscription;
        private volatile @Nullable Throwable error;

        void request(long n) {
            open.updateAndGet(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
            subscription.request(n);
        }

        void cancel() {
            subscription.cancel();
        }

        void awaitEnd(boolean failure) throws InterruptedException {
            require(ended.await(DEADLINE.toSeconds(), TimeUnit.SECONDS), "no end");
            require(failure == error instanceof MiraiError && failure == (error != null), "ended with " + error);
        }

        @Override
        public void onSubscribe(Subscription fresh) {
            subscription = fresh;
        }

        @Override
        public void onNext(Object value) {
            enter("onNext");
            require(open.getAndDecrement() > 0, "more than requested");
            inside.set(false);
        }

        @Override
        public void onError(Throwable thrown) {
            enter("onError");
            error = thrown;
            ended.countDown();
            inside.set(false);
        }

        @Override
        public void onComplete() {
            enter("onComplete");
            ended.countDown();
            inside.set(false);
        }

        private void enter(String signal) {
            require(inside.compareAndSet(false, true), signal + " inside another signal");
            require(ended.getCount() > 0, signal + " after the end");
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                synchronized (broken) {
                    broken.add(otherwise);
                }
            }
        }
    }
}
