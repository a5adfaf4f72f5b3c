package io.mirai.bench.table;

import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.workload.Measure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One row of the table: a measure of a case, as all contenders have it.
 *
 * @param workload the name of the workload
 * @param label the label of the case
 * @param ideal the number of a system without any cost; NaN if it is not known
 * @param passes the numbers of each contender by its name, one for each pass; NaN where a pass failed
 */
record Row(String workload, String label, Measure measure, double ideal, Map<String, double[]> passes) {

    /**
     * The quartiles of some numbers.
     *
     * @param count how many numbers there are
     */
    record Summary(double q1, double median, double q3, int count) {

        static Summary of(double[] numbers) {
            double[] known =
                    Arrays.stream(numbers).filter(n -> !Double.isNaN(n)).toArray();
            return new Summary(
                    Numbers.quantile(known, 0.25), Numbers.median(known), Numbers.quantile(known, 0.75), known.length);
        }
    }

    Row(String workload, String label, Measure measure, double ideal) {
        this(workload, label, measure, ideal, new LinkedHashMap<>());
    }

    /** Whether this contender has a number here. */
    boolean has(String contender) {
        double[] numbers = passes.get(contender);
        return numbers != null && Arrays.stream(numbers).anyMatch(n -> !Double.isNaN(n));
    }

    Summary summary(String contender) {
        return Summary.of(passes.getOrDefault(contender, new double[0]));
    }

    /**
     * Summarizes the ratios of the passes that were run in turn: this contender's number divided by the other's. What is nothing, or
     * never came, has no ratio.
     */
    Summary ratio(String contender, String other) {
        double[] ours = passes.getOrDefault(contender, new double[0]);
        double[] theirs = passes.getOrDefault(other, new double[0]);
        return Summary.of(IntStream.range(0, Math.min(ours.length, theirs.length))
                .mapToDouble(pass -> ratio(ours[pass], theirs[pass]))
                .toArray());
    }

    private static double ratio(double one, double other) {
        boolean isKnown = Double.isFinite(one) && Double.isFinite(other) && other != 0;
        return isKnown ? one / other : Double.NaN;
    }
}
