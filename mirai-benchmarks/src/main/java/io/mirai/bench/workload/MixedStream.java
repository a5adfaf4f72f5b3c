package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.jvm.Numbers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** W11: short tasks with a few long ones among them. */
final class MixedStream implements Workload {

    private static final int DAEMONS = 4;
    private static final double LONG_SHARE = 0.01;
    private static final double LONG_MILLIS = 100;
    private static final double SHORT_MILLIS = 0.1;
    private static final double LOAD = 0.7;

    /**
     * A task to come.
     *
     * @param at when it arrives, in milliseconds from the start
     */
    private record Arrival(double at, double millis) {}

    @Override
    public String definition() {
        return "four daemons; 1 % of the tasks sleep 100 ms, the others spin 0.1 ms; they arrive at random at 70 % of what the daemons"
                + " could do; the time from the arrival of a task to its begin, beside that of daemons without any cost";
    }

    @Override
    public List<Case> cases(boolean quick) {
        int seconds = quick ? 4 : 10;
        List<Arrival> warmUp = arrivals(1, quick ? 1 : 3);
        List<Arrival> arrivals = arrivals(2, seconds);
        Slots ideal = new Slots(DAEMONS);
        double[] waits = arrivals.stream()
                .mapToDouble(task -> ideal.begin(task.at, task.millis) - task.at)
                .toArray();
        List<Measure> measures = List.of(
                Measure.less("wait, p50", "ms"),
                Measure.less("wait, p90", "ms"),
                Measure.less("wait, p99", "ms").inChart());
        return List.of(Case.of(
                        "70 % load",
                        quick ? 1 : 10, measures, contender -> {
                            contender.start(DAEMONS);
                            run(contender, warmUp);
                            return percentiles(run(contender, arrivals));
                        })
                .withIdeal(percentiles(waits)));
    }

    private static double[] percentiles(double[] waits) {
        return new double[] {Numbers.quantile(waits, 0.5), Numbers.quantile(waits, 0.9), Numbers.quantile(waits, 0.99)};
    }

    private static List<Arrival> arrivals(int seed, int seconds) {
        Random random = new Random(seed);
        double mean = LONG_SHARE * LONG_MILLIS + (1 - LONG_SHARE) * SHORT_MILLIS;
        double pause = mean / (DAEMONS * LOAD);
        List<Arrival> arrivals = new ArrayList<>();
        for (double at = 0; at < seconds * 1e3; at -= pause * Math.log(1 - random.nextDouble())) {
            arrivals.add(new Arrival(at, random.nextDouble() < LONG_SHARE ? LONG_MILLIS : SHORT_MILLIS));
        }
        return arrivals;
    }

    /** Returns how many milliseconds each task waited. */
    private static double[] run(Contender contender, List<Arrival> arrivals) throws Exception {
        List<Answer<Long>> begun = new ArrayList<>(arrivals.size());
        long startMicros = nowMicros();
        long startNanos = System.nanoTime();
        for (Arrival arrival : arrivals) {
            long due = startNanos + (long) (arrival.at * 1e6);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            boolean isLong = arrival.millis == LONG_MILLIS;
            begun.add(contender.submit(() -> work(isLong)));
        }
        double[] waits = new double[arrivals.size()];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = (begun.get(i).await() - startMicros) / 1e3 - arrivals.get(i).at;
        }
        return waits;
    }

    /** Returns when it began. */
    private static long work(boolean isLong) throws InterruptedException {
        long begun = nowMicros();
        if (isLong) {
            TimeUnit.NANOSECONDS.sleep((long) (LONG_MILLIS * 1e6));
        } else {
            long end = System.nanoTime() + (long) (SHORT_MILLIS * 1e6);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
        return begun;
    }

    /** By the clock that all processes of the machine share. */
    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
