package io.mirai.bench.table;

import java.util.Locale;

/** Writes numbers with about three digits that count. */
final class Figure {

    static final String NONE = "–";

    private Figure() {}

    static String of(double number) {
        if (Double.isNaN(number)) {
            return NONE;
        }
        if (Double.isInfinite(number)) {
            return "never";
        }
        double size = Math.abs(number);
        String format = number == Math.rint(number) || size >= 100
                ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, number);
    }

    /** Writes a median, and the quartiles where there are several numbers. */
    static String of(Row.Summary summary) {
        String median = of(summary.median());
        return summary.count() < 2 || summary.q1() == summary.q3()
                ? median
                : median + " (" + of(summary.q1()) + "–" + of(summary.q3()) + ")";
    }
}
