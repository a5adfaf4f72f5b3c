package io.mirai.bench;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.bench.jvm.Numbers;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Signals;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** From the SIGSTOP of a daemon elsewhere, at a random moment, until its task has failed: with keep-alives of 1 s and 3 s, and as they are by default. */
final class FrozenDaemon {

    private static final int PASSES = 10;
    private static final long WARM_UP_MILLIS = 1_000;

    private FrozenDaemon() {}

    public static void main(String[] args) throws Exception {
        int passes = args.length == 0 ? PASSES : Integer.parseInt(args[0]);
        measure(passes, Duration.ofSeconds(1), Duration.ofSeconds(3));
        measure(passes, Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    private static void measure(int passes, Duration interval, Duration lifetime) throws Exception {
        Random random = new Random(1);
        double[] seconds = new double[passes];
        try (Daemons daemons = Daemons.builder()
                        .url("tls+tcp://127.0.0.1:0")
                        .keepAlive(interval, lifetime)
                        .start();
                PastedDaemon daemon = PastedDaemon.paste(
                        daemons.launchCommands(1, DaemonOptions.none().autoExit(AutoExit.PERSIST))
                                .get(0))) {
            for (int pass = 0; pass < passes; pass++) {
                long pid = pidOf(daemons, daemon);
                TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS + random.nextInt((int) interval.toMillis()));
                CountDownLatch failed = new CountDownLatch(1);
                Mirai<Integer> task = daemons.mirai(FrozenDaemon::sleep);
                task.subscribe(value -> {}, error -> failed.countDown());
                while (daemons.status().executing() == 0) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                Signals.freeze(pid);
                long start = System.nanoTime();
                failed.await();
                seconds[pass] = (System.nanoTime() - start) / 1e9;
                Signals.send("CONT", pid);
            }
        }
        Arrays.sort(seconds);
        Numbers.print(
                "interval %d s, lifetime %d s: noticed after %.2f to %.2f s, median %.2f s",
                interval.toSeconds(), lifetime.toSeconds(), seconds[0], seconds[passes - 1], seconds[passes / 2]);
    }

    private static long pidOf(Daemons daemons, PastedDaemon daemon) {
        daemons.mirai(() -> 1).collect();
        return daemon.process().pid();
    }

    /** Not for long, since the daemon ends it before it dials again. */
    private static int sleep() throws InterruptedException {
        TimeUnit.SECONDS.sleep(3);
        return 1;
    }
}
