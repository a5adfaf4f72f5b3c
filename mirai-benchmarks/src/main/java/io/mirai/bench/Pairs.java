package io.mirai.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Passes of two sides in turn, each in a fresh JVM, and what their pairs say. */
final class Pairs {

    private Pairs() {}

    /**
     * Runs one pass of each side to warm the machine's caches, then the pairs; the order within a pair changes each time.
     *
     * @param unit of the first number that a pass prints
     */
    static void run(int passes, Class<?> floor, Class<?> ours, String unit) throws IOException, InterruptedException {
        Jvm.numbersOf(floor);
        Jvm.numbersOf(ours);
        double[] floors = new double[passes];
        double[] mine = new double[passes];
        double[] ratios = new double[passes];
        for (int i = 0; i < passes; i++) {
            if (i % 2 == 0) {
                floors[i] = Jvm.numbersOf(floor)[0];
                mine[i] = Jvm.numbersOf(ours)[0];
            } else {
                mine[i] = Jvm.numbersOf(ours)[0];
                floors[i] = Jvm.numbersOf(floor)[0];
            }
            ratios[i] = mine[i] / floors[i];
            print(
                    "pass %2d  bare %8.1f %s  mirai %8.1f %s  ratio %.2f",
                    i + 1, floors[i], unit, mine[i], unit, ratios[i]);
        }
        print("%-6s %8s %8s %8s %8s", "", "p10", "q1", "median", "q3");
        summarize("bare", floors);
        summarize("mirai", mine);
        summarize("ratio", ratios);
    }

    private static void summarize(String what, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        print(
                "%-6s %8.2f %8.2f %8.2f %8.2f",
                what, quantile(sorted, 0.1), quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    /** Between the two nearest values, in proportion. */
    private static double quantile(double[] sorted, double q) {
        double place = q * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Prints a line. */
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
