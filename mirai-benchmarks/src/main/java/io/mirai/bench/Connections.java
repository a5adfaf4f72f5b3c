package io.mirai.bench;

import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.TaskOptions;
import io.mirai.bench.jvm.CrowdOfDaemons;
import io.mirai.bench.jvm.Numbers;
import io.mirai.testing.Signals;
import io.mirai.testing.siege.MemoryCost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Five hundred connections over TLS to one host, beside eight: tasks a second, what each costs the host in memory, how even the shares
 * are; and what becomes of fifty that are cut off at once, by SIGKILL, and then of fifty that fall silent, by SIGSTOP. The daemons are
 * objects, hundreds in a process, which answer each task at once, so that the host is what is measured.
 */
final class Connections {

    private static final int PASSES = 5;
    private static final int FEW = 8;
    private static final int MANY = 500;
    private static final int CUT = 50;
    private static final int AT_ONCE = 2_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIFETIME = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration AFTER_CUT = Duration.ofSeconds(6);
    private static final double MILLION = 1e6;

    private final Daemons daemons;
    private final List<CrowdOfDaemons> crowds = new ArrayList<>();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private long submitted;
    private long longestCall;

    private Connections(Daemons daemons) {
        this.daemons = daemons;
    }

    public static void main(String[] args) throws Exception {
        int passes = args.length == 0 ? PASSES : Integer.parseInt(args[0]);
        double[] ratios = new double[passes];
        for (int pass = 0; pass < passes; pass++) {
            try (Daemons daemons = Daemons.builder()
                    .url("tls+tcp://127.0.0.1:0")
                    .keepAlive(INTERVAL, LIFETIME)
                    .start()) {
                ratios[pass] = new Connections(daemons).pass(pass + 1, pass == 0);
            }
        }
        Numbers.print(
                "ratio of rates: least %.2f  median %.2f  most %.2f",
                Numbers.quantile(ratios, 0), Numbers.median(ratios), Numbers.quantile(ratios, 1));
    }

    private CrowdOfDaemons dial(int count) throws IOException {
        CrowdOfDaemons crowd = CrowdOfDaemons.dial(daemons, count);
        crowds.add(crowd);
        return crowd;
    }

    /** The first pass warms this process up. */
    private double pass(int number, boolean isFirst) throws Exception {
        dial(FEW);
        run(isFirst ? WARM_UP.multipliedBy(2) : WARM_UP, TaskOptions.none());
        double few = rate(number, FEW);
        MemoryCost before = MemoryCost.now();
        endDaemons();
        dial(MANY);
        MemoryCost idle = MemoryCost.now();
        run(WARM_UP, TaskOptions.none());
        long[] complete = complete();
        double many = rate(number, MANY);
        double[] atOnce = shares(complete, complete());
        MemoryCost after = MemoryCost.now();
        complete = complete();
        run(MEASURED, TaskOptions.none().name(CrowdOfDaemons.SLOW));
        double[] slow = shares(complete, complete());
        Numbers.print(
                "pass %d  ratio of rates %.2f; bytes of the host for each connection: %,d when it came, %,d after its tasks; shares"
                        + " from %+.1f %% to %+.1f %%, of tasks of %d ms from %+.1f %% to %+.1f %%",
                number,
                many / few,
                each(before, idle),
                each(before, after),
                Numbers.quantile(atOnce, 0),
                Numbers.quantile(atOnce, 1),
                CrowdOfDaemons.SLOW_MILLIS,
                Numbers.quantile(slow, 0),
                Numbers.quantile(slow, 1));
        endDaemons();
        dial(MANY - CUT);
        CrowdOfDaemons killed = dial(CUT);
        cut(number, "killed", () -> killed.process().destroyForcibly());
        CrowdOfDaemons silent = dial(CUT);
        cut(number, "silent", () -> Signals.freeze(silent.process().pid()));
        endDaemons();
        return many / few;
    }

    /** Measures tasks a second, and what each costs the processors, which tells more where others want them too. */
    private double rate(int pass, int connections) throws InterruptedException {
        long start = values.get();
        long cpu = cpuNanos(ProcessHandle.current());
        long cpuOfDaemons = cpuNanos(crowds.get(0).process());
        double rate = run(MEASURED, TaskOptions.none());
        double micros = (values.get() - start) * 1e3;
        Numbers.print(
                "pass %d  %3d connections: %,.0f tasks/s; of the processors each takes %.1f µs in the host, %.1f µs in the daemons",
                pass,
                connections,
                rate,
                (cpuNanos(ProcessHandle.current()) - cpu) / micros,
                (cpuNanos(crowds.get(0).process()) - cpuOfDaemons) / micros);
        return rate;
    }

    private static long cpuNanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private void endDaemons() throws InterruptedException {
        crowds.forEach(CrowdOfDaemons::close);
        crowds.clear();
        awaitConnections(0);
    }

    /** What cuts connections off. */
    private interface Cutting {
        void cut() throws Exception;
    }

    private void cut(int pass, String how, Cutting cutting) throws Exception {
        long valuesBefore = values.get();
        long submittedBefore = submitted;
        TaskOptions again = TaskOptions.none().retry(3);
        run(Duration.ofSeconds(1), again);
        longestCall = 0;
        Noticed noticed = new Noticed(cutting);
        noticed.start();
        run(AFTER_CUT, again);
        noticed.join();
        Numbers.print(
                "pass %d  %d of %d %s: noticed after %,d ms; of %,d tasks %,d brought values, %d failed; the longest mirai() %.1f ms",
                pass,
                CUT,
                MANY,
                how,
                noticed.millis,
                submitted - submittedBefore,
                values.get() - valuesBefore,
                errors.get(),
                longestCall / MILLION);
    }

    /** Cuts a second after its start, and measures until the last is noticed. */
    private final class Noticed extends Thread {

        private final Cutting cutting;
        private long millis = -1;

        Noticed(Cutting cutting) {
            super("cuts");
            this.cutting = cutting;
        }

        @Override
        public void run() {
            try {
                TimeUnit.SECONDS.sleep(1);
                int left = daemons.status().connections() - CUT;
                cutting.cut(); // sending a signal takes a while itself
                long start = System.nanoTime();
                awaitConnections(left);
                millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void awaitConnections(int number) throws InterruptedException {
        while (daemons.status().connections() > number) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Submits tasks for so long, until all have ended; returns how many a second have brought their values. */
    private double run(Duration time, TaskOptions options) throws InterruptedException {
        long before = values.get();
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            room.acquire();
            long call = System.nanoTime();
            var task = daemons.mirai(() -> CrowdOfDaemons.VALUE, options);
            longestCall = Math.max(longestCall, System.nanoTime() - call);
            submitted++;
            task.subscribe(
                    value -> {
                        values.addAndGet(value == CrowdOfDaemons.VALUE ? 1 : 0);
                        room.release();
                    },
                    error -> {
                        errors.incrementAndGet();
                        room.release();
                    });
        }
        room.acquire(AT_ONCE);
        room.release(AT_ONCE);
        return (values.get() - before) * 1e9 / (System.nanoTime() - start);
    }

    /** How many tasks have ended in each slot that has a daemon. */
    private long[] complete() {
        List<DaemonStatus> all = daemons.status().daemons();
        return all.stream()
                .filter(DaemonStatus::online)
                .mapToLong(DaemonStatus::complete)
                .toArray();
    }

    private static long each(MemoryCost before, MemoryCost after) {
        return (after.heap() + after.direct() - before.heap() - before.direct()) / (MANY - FEW);
    }

    /** By how many percent the share of each slot differs from the mean. */
    private static double[] shares(long[] before, long[] after) {
        double[] shares = new double[after.length];
        double sum = 0;
        for (int slot = 0; slot < shares.length; slot++) {
            shares[slot] = after[slot] - before[slot];
            sum += shares[slot];
        }
        double mean = sum / shares.length;
        return Arrays.stream(shares).map(share -> 100 * (share / mean - 1)).toArray();
    }
}
