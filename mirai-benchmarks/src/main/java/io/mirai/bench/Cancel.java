package io.mirai.bench;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** From the stop of a sleeping task to the value of the next task on that daemon, in ms. */
final class Cancel {

    private static final int WARM_UP = 100;
    private static final int ROUNDS = 1_000;

    private Cancel() {}

    public static void main(String[] args) {
        try (Daemons daemons = Daemons.local(1)) {
            measure(daemons, WARM_UP);
            double[] millis = measure(daemons, ROUNDS);
            System.out.println(String.format(
                    Locale.ROOT,
                    "stop to the next value: median %.2f ms, p99 %.2f ms, largest %.2f ms",
                    millis[ROUNDS / 2],
                    millis[ROUNDS * 99 / 100],
                    millis[ROUNDS - 1]));
            if (daemons.status().daemons().get(0).instance() != 1) {
                throw new IllegalStateException("a stop has cost the daemon");
            }
        }
    }

    private static double[] measure(Daemons daemons, int rounds) {
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            Mirai<Object> sleeping = daemons.mirai(() -> {
                Thread.sleep(60_000);
                return null;
            });
            Mirai<Integer> next = daemons.mirai(() -> Thread.currentThread().isInterrupted()
                    ? -1
                    : DaemonContext.current().index());
            long start = System.nanoTime();
            sleeping.stop();
            if (!Objects.equals(next.collect(), 0)) {
                throw new IllegalStateException("the stop hit the next task");
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }
}
