package io.mirai.bench.workload;

/**
 * One of the numbers that a pass prints.
 *
 * @param name what is measured
 * @param unit of the number; empty if it is a count or a share
 * @param moreIsBetter whether a larger number is the better one
 * @param isCharted whether the bar chart shows it
 */
public record Measure(String name, String unit, boolean moreIsBetter, boolean isCharted) {

    /** From the start of a pass's process to its end, which the parent of the process measures. */
    public static final Measure WHOLE_PROCESS = less("whole process", "ms");

    static Measure less(String name, String unit) {
        return new Measure(name, unit, false, false);
    }

    static Measure more(String name, String unit) {
        return new Measure(name, unit, true, false);
    }

    Measure inChart() {
        return new Measure(name, unit, moreIsBetter, true);
    }

    /** Returns the name and the unit. */
    public String label() {
        return unit.isEmpty() ? name : name + ", " + unit;
    }
}
