package io.mirai.bench;

import java.util.Arrays;

/** A large value there and back beside the same bytes over bare rsocket-java, warm, in MB/s of both directions. */
final class Payloads {

    static final int DOUBLES = 8 * 1024 * 1024;

    private static final int WARM_UP = 15;
    private static final int MEASURED = 15;

    private Payloads() {}

    /** Takes the number of passes, 10 unless given. */
    public static void main(String[] args) throws Exception {
        Pairs.run(args.length > 0 ? Integer.parseInt(args[0]) : 10, BarePayload.class, MiraiPayload.class, "MB/s");
    }

    /** Prints the median of one pass. */
    static void measure(Runnable thereAndBack) {
        double[] rates = new double[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long start = System.nanoTime();
            thereAndBack.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (i >= 0) {
                rates[i] = 2.0 * DOUBLES * Double.BYTES / 1e6 / seconds;
            }
        }
        Arrays.sort(rates);
        System.out.println(rates[MEASURED / 2]);
    }
}
