package io.mirai.bench;

import java.util.Arrays;
import java.util.function.IntSupplier;

/** One pass of sequential round trips, timed one by one. */
final class RoundTrips {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 5_000;

    private RoundTrips() {}

    /** Prints the median and the 99th percentile, in microseconds. */
    static void measure(IntSupplier roundTrip, int expected) {
        double[] micros = new double[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long start = System.nanoTime();
            int answer = roundTrip.getAsInt();
            long end = System.nanoTime();
            if (answer != expected) {
                throw new IllegalStateException("answered " + answer + ", not " + expected);
            }
            if (i >= 0) {
                micros[i] = (end - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        System.out.println(micros[MEASURED / 2] + " " + micros[MEASURED * 99 / 100]);
    }
}
