package io.mirai.bench.jvm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads, prints and summarizes the numbers of a benchmark. */
public final class Numbers {

    private Numbers() {}

    /** Reads the numbers of a line, which spaces separate. */
    public static double[] parse(String line) {
        return Arrays.stream(line.split(" ", 0))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Writes numbers into a line that {@link #parse} reads. */
    public static String join(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }

    /** Returns a quantile of numbers in any order: between the two nearest, in proportion; NaN if there are none. */
    public static double quantile(double[] numbers, double q) {
        if (numbers.length == 0) {
            return Double.NaN;
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double place = q * (sorted.length - 1);
        int below = (int) place;
        double part = place - below;
        // An infinite number would spoil a sum even if its part is nothing.
        return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
    }

    /** Returns the median. */
    public static double median(double[] numbers) {
        return quantile(numbers, 0.5);
    }

    /** Prints a line. */
    public static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
