package io.mirai.bench;

import io.mirai.bench.jvm.Jvm;
import io.mirai.bench.jvm.Numbers;
import java.util.Arrays;
import java.util.List;

/**
 * A list of 10^6 elements mapped with two daemons by a host of 512 MiB, beside one of 10^5: the rate, and the most heap that
 * was in use.
 */
final class HotMap {

    private static final List<String> HEAP = List.of("-Xmx512m");

    private HotMap() {}

    /** Takes the number of passes, 10 unless given. */
    public static void main(String[] args) throws Exception {
        double[] ratios = new double[args.length > 0 ? Integer.parseInt(args[0]) : 10];
        for (int i = 0; i < ratios.length; i++) {
            double[] few = Jvm.numbersOf(HEAP, HotMapPass.class, "100000");
            double[] many = Jvm.numbersOf(HEAP, HotMapPass.class, "1000000");
            ratios[i] = many[0] / few[0];
            Numbers.print(
                    "pass %2d  10^5: %,.0f elements/s, %.0f MiB  10^6: %,.0f elements/s, %.0f MiB  ratio %.2f",
                    i + 1, few[0], few[1], many[0], many[1], ratios[i]);
        }
        Arrays.sort(ratios);
        Numbers.print(
                "ratio: smallest %.2f  median %.2f  largest %.2f",
                ratios[0], ratios[ratios.length / 2], ratios[ratios.length - 1]);
    }
}
