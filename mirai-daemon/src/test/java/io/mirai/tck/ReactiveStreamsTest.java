package io.mirai.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.Mirai;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import reactor.core.publisher.Flux;

/**
 * The checks of the Reactive Streams TCK over each publisher of ours, with real daemons behind it. The TCK leaves out what
 * a publisher cannot show, such as three elements of a mirai; how many checks are left is counted.
 */
@Timeout(300)
class ReactiveStreamsTest {

    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long NO_SIGNALS_MILLIS = 50;
    private static final long MANY = 1_000;
    private static final long ENDLESS = Long.MAX_VALUE - 1;

    private static final int SEATS = 100;
    private static final int OF_ONE = 10;
    private static final int OF_MANY = 20;
    private static final int OF_ENDLESS = 24;

    private static Daemons daemons;

    @BeforeAll
    static void start() {
        // Some checks leave a stream in the middle, and that keeps its seat.
        daemons = Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().threads(SEATS))
                .start();
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    @Test
    void mirai() {
        check(1, OF_ONE, n -> daemons.mirai(() -> n == 0 ? null : 1L), daemons.mirai(ReactiveStreamsTest::fail));
    }

    @Test
    void race() {
        check(1, OF_ONE, n -> Mirai.race(n == 0 ? List.of() : List.of(daemons.mirai(() -> 1L))), null);
    }

    @Test
    void defer() {
        check(1, OF_ONE, n -> daemons.defer(() -> n == 0 ? null : 1L), daemons.defer(ReactiveStreamsTest::fail));
    }

    @Test
    void map() {
        check(MANY, OF_MANY, n -> daemons.map(range(n), x -> x), daemons.map(range(1), x -> fail()));
    }

    @Test
    void map_unordered() {
        check(
                MANY,
                OF_MANY,
                n -> daemons.map(range(n), x -> x).unordered(),
                daemons.map(range(1), x -> fail()).unordered());
    }

    @Test
    void map_outcomes() {
        check(MANY, OF_MANY, n -> daemons.map(range(n), x -> x).outcomes(), null);
    }

    /** How many elements it brings depends on who asks when, but for a map that is over from the start. */
    @Test
    void map_progress() {
        check(
                1,
                OF_ONE,
                n -> n == 0 ? Flux.empty() : daemons.map(range(0), x -> x).progress(),
                null);
    }

    @Test
    void lazyMap() {
        check(
                ENDLESS,
                OF_ENDLESS,
                n -> daemons.map(source(n), x -> x),
                daemons.map(Flux.<Long>error(new Exception("failed")), x -> x));
    }

    @Test
    void lazyMap_unordered() {
        MapOptions unordered = MapOptions.none().unordered();
        check(
                ENDLESS,
                OF_ENDLESS,
                n -> daemons.map(source(n), x -> x, unordered),
                daemons.map(Flux.<Long>error(new Exception("failed")), x -> x, unordered));
    }

    @Test
    void stream() {
        check(
                ENDLESS,
                OF_ENDLESS,
                n -> daemons.stream(() -> source(n)),
                daemons.stream(() -> Flux.error(new Exception("failed"))));
    }

    private static List<Integer> range(long n) {
        return IntStream.range(0, (int) n).boxed().toList();
    }

    private static Flux<Long> source(long n) {
        return Flux.generate(() -> 0L, (next, sink) -> {
            if (next == n) {
                sink.complete();
            } else {
                sink.next(next);
            }
            return next + 1;
        });
    }

    private static long fail() throws Exception {
        throw new Exception("failed");
    }

    private static <T> void check(
            long maxElements, int leastChecks, LongFunction<Publisher<T>> publisher, @Nullable Publisher<?> failed) {
        PublisherVerification<T> verification =
                new PublisherVerification<>(new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNALS_MILLIS)) {
                    @Override
                    public long maxElementsFromPublisher() {
                        return maxElements;
                    }

                    @Override
                    public Publisher<T> createPublisher(long elements) {
                        return publisher.apply(elements);
                    }

                    @Override
                    @SuppressWarnings("unchecked") // a failed one brings nothing
                    public @Nullable Publisher<T> createFailedPublisher() {
                        return (Publisher<T>) failed;
                    }
                };
        List<String> passed = new ArrayList<>();
        Assertions.assertAll(Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .map(method -> () -> run(verification, method, passed)));
        assertThat(passed).as("checks that were not left out").hasSizeGreaterThanOrEqualTo(leastChecks);
    }

    private static void run(PublisherVerification<?> verification, Method method, List<String> passed)
            throws Throwable {
        verification.setUp();
        try {
            method.invoke(verification);
            passed.add(method.getName());
        } catch (InvocationTargetException e) {
            if (!(e.getTargetException() instanceof SkipException)) {
                throw new AssertionError(method.getName(), e.getTargetException());
            }
        }
    }
}
