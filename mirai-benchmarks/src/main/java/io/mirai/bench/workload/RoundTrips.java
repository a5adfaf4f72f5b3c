package io.mirai.bench.workload;

import io.mirai.bench.contender.Contender;

/** Sequential round trips of a small task, timed one by one. */
final class RoundTrips {

    private RoundTrips() {}

    /** Returns the microseconds of each. */
    static double[] measure(Contender contender, int count) throws Exception {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            int value = contender.increment(i).await();
            micros[i] = (System.nanoTime() - start) / 1e3;
            Values.check(i + 1, value);
        }
        return micros;
    }
}
