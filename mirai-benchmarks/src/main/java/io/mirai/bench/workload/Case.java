package io.mirai.bench.workload;

import io.mirai.bench.contender.Contender;
import java.util.Arrays;
import java.util.List;

/**
 * A workload with its parameters.
 *
 * @param label names the parameters
 * @param passes how often each contender runs it, each time in a fresh JVM
 * @param measures what its numbers are, in order
 * @param hasCaches whether caches are there that an earlier process has filled
 * @param ideal the numbers of a system without any cost of its own; empty if it is not known
 * @param run runs one pass
 */
public record Case(String label, int passes, List<Measure> measures, boolean hasCaches, List<Double> ideal, Run run) {

    /** Runs one pass with a contender that has not started, and that the caller closes. */
    @FunctionalInterface
    public interface Run {

        /** Returns the numbers. */
        double[] with(Contender contender) throws Exception;
    }

    static Case of(String label, int passes, List<Measure> measures, Run run) {
        return new Case(label, passes, measures, true, List.of(), run);
    }

    Case withoutCaches() {
        return new Case(label, passes, measures, false, ideal, run);
    }

    Case withIdeal(double... numbers) {
        return new Case(
                label,
                passes,
                measures,
                hasCaches,
                Arrays.stream(numbers).boxed().toList(),
                run);
    }
}
