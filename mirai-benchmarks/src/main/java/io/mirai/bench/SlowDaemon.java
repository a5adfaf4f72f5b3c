package io.mirai.bench;

import io.mirai.Daemons;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.jvm.PastedDaemons;
import io.mirai.testing.Relay;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a daemon behind a link of 1 MB/s and 200 ms costs the two others of its profile: the tasks that those do in a second with it, beside
 * their tasks without it, in turn. Each task takes 5 ms and brings 20 kB.
 */
final class SlowDaemon {

    private static final int PASSES = 10;
    private static final int OTHERS = 2;
    private static final int AT_ONCE = 20;
    private static final int BYTES = 20_000;
    private static final long TASK_MILLIS = 5;
    private static final long BYTES_PER_SECOND = 1_000_000;
    private static final Duration ONE_WAY = Duration.ofMillis(100);
    private static final long WARM_UP_NANOS = 10_000_000_000L;
    private static final long PASS_NANOS = 10_000_000_000L;

    private SlowDaemon() {}

    public static void main(String[] args) throws Exception {
        int passes = args.length == 0 ? PASSES : Integer.parseInt(args[0]);
        try (Daemons daemons = Daemons.builder().url("tls+tcp://127.0.0.1:0").start();
                Relay relay = Relay.beside(daemons.status().url(), BYTES_PER_SECOND, ONE_WAY);
                PastedDaemons others = PastedDaemons.of(daemons, OTHERS, line -> line)) {
            others.awaitAll();
            rate(daemons, 0, WARM_UP_NANOS);
            double[] kept = new double[passes];
            for (int pass = 0; pass < passes; pass++) {
                double without = pass % 2 == 0 ? rate(daemons, 0, PASS_NANOS) : 0;
                double with = withSlow(daemons, relay);
                without = pass % 2 == 0 ? without : rate(daemons, 0, PASS_NANOS);
                kept[pass] = with / without;
                Numbers.print(
                        "pass %2d  others: without it %,.0f, with it %,.0f tasks/s, ratio %.3f",
                        pass + 1, without, with, kept[pass]);
            }
            Arrays.sort(kept);
            Numbers.print(
                    "ratio: least %.3f  q1 %.3f  median %.3f  q3 %.3f",
                    kept[0], kept[passes / 4], kept[passes / 2], kept[passes * 3 / 4]);
        }
    }

    private static double withSlow(Daemons daemons, Relay relay) throws Exception {
        double rate;
        try (PastedDaemons slow = PastedDaemons.of(daemons, 1, relay::through)) {
            slow.awaitAll();
            long before = relay.toListener().bytes();
            rate = rate(daemons, slow.pid(), PASS_NANOS);
            Numbers.print(
                    "         the slow one brings %,d bytes", relay.toListener().bytes() - before);
        }
        while (daemons.status().connections() > OTHERS) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return rate;
    }

    /** How many tasks a second daemons bring that are not of this process. */
    private static double rate(Daemons daemons, long slow, long nanos) throws InterruptedException {
        AtomicLong ofOthers = new AtomicLong();
        Semaphore room = new Semaphore(AT_ONCE);
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            room.acquire();
            daemons.mirai(SlowDaemon::task).subscribe(value -> {
                ofOthers.addAndGet(value[0] == slow ? 0 : 1);
                room.release();
            });
        }
        double rate = ofOthers.get() / ((System.nanoTime() - start) / 1e9);
        room.acquire(AT_ONCE);
        return rate;
    }

    private static long[] task() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(TASK_MILLIS);
        long[] value = new long[BYTES / Long.BYTES];
        value[0] = ProcessHandle.current().pid();
        return value;
    }
}
