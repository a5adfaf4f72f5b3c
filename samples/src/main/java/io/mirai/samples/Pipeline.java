package io.mirai.samples;

import io.mirai.Daemons;
import io.mirai.Task;
import java.time.Duration;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;

/**
 * Estimates pi with darts, until it is sure enough: two profiles throw them, one of them through code that hangs and
 * fails now and then, and both are cancelled in the middle of their work.
 */
public final class Pipeline {

    /** How many darts have been thrown at a square, and how many of them are in the circle. */
    record Darts(long in, long thrown) {

        static Darts none() {
            return new Darts(0, 0);
        }

        Darts plus(Darts other) {
            return new Darts(in + other.in, thrown + other.thrown);
        }

        double pi() {
            return 4.0 * in / thrown;
        }

        /** The standard error of the estimate. */
        double error() {
            double p = (double) in / thrown;
            return 4 * Math.sqrt(p * (1 - p) / thrown);
        }

        @Override
        public String toString() {
            return "%,15d darts: %.6f ± %.6f".formatted(thrown, pi(), error());
        }
    }

    public static void main(String[] args) {
        try (Daemons steady = Daemons.builder().profile("steady").n(1).start();
                Daemons shaky = Daemons.builder().profile("shaky").n(1).start()) {
            Flux.merge(
                            rounds(steady, () -> darts(10_000_000), Duration.ofSeconds(10)),
                            rounds(shaky, () -> trouble(10_000_000), Duration.ofSeconds(3)))
                    .scan(Darts.none(), Darts::plus)
                    .skip(1)
                    .doOnNext(System.out::println)
                    .takeUntil(all -> all.error() < 0.000_1) // cancels both, and so the tasks that run
                    .blockLast();
            System.out.println(steady.status() + "\n" + shaky.status());
        }
    }

    /**
     * One task after the other. A cold {@code defer} is a new task at each subscription, so {@code repeat} and
     * {@code retry} do what they say; a round over its time is cancelled, which frees its daemon for the next try.
     */
    static Flux<Darts> rounds(Daemons daemons, Task<Darts> round, Duration limit) {
        return daemons.defer(round)
                .timeout(limit)
                .doOnError(e -> System.out.println("   once more, after this: " + e.getMessage()))
                .retry(5)
                .repeat();
    }

    private static Darts darts(int thrown) {
        SplittableRandom random = new SplittableRandom();
        int in = 0;
        for (int i = 0; i < thrown; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            in += x * x + y * y < 1 ? 1 : 0;
        }
        return new Darts(in, thrown);
    }

    private static Darts trouble(int thrown) throws InterruptedException {
        switch (new SplittableRandom().nextInt(8)) {
            case 0 -> Thread.sleep(Long.MAX_VALUE);
            case 1 -> throw new IllegalStateException("a dart has hit the thrower");
            case 2 -> Runtime.getRuntime().halt(1);
            default -> {}
        }
        return darts(thrown);
    }
}
