package io.mirai.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The charted rows as bars, in SVG: a group for each row, a bar for each contender, as long as its median beside the longest of
 * the group. It has no background, and its text follows the reader's choice of light or dark.
 */
final class BarChart {

    private static final int WIDTH = 760;
    private static final int BAR_LEFT = 170;
    private static final int BAR_MOST = 440;
    private static final int BAR_HEIGHT = 16;
    private static final int STEP = 22;
    private static final int HEADING = 26;
    private static final int GAP = 14;

    /** Of the contenders in turn; they can be told apart on white and on black. */
    private static final List<String> COLOURS =
            List.of("#3b82f6", "#9ca3af", "#6b7280", "#a78bfa", "#f59e0b", "#ef4444");

    private final Results results;
    private final List<String> elements = new ArrayList<>();
    private int y = GAP;

    private BarChart(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        BarChart chart = new BarChart(results);
        results.rows().stream().filter(row -> row.measure().isCharted()).forEach(chart::add);
        return chart.document();
    }

    private void add(Row row) {
        List<String> present = results.contenders().stream()
                .map(each -> each.name())
                .filter(name ->
                        row.has(name) && Double.isFinite(row.summary(name).median()))
                .toList();
        if (present.isEmpty()) {
            return;
        }
        String better = row.measure().moreIsBetter() ? "more is better" : "less is better";
        String heading =
                row.workload() + ", " + row.label() + ": " + row.measure().label() + " (" + better + ")";
        elements.add(text(8, y + BAR_HEIGHT - 3, "start", "heading", heading));
        y += HEADING;
        double longest = present.stream()
                .mapToDouble(name -> row.summary(name).median())
                .max()
                .orElseThrow();
        for (String name : present) {
            addBar(name, row.summary(name).median(), longest);
        }
        y += GAP;
    }

    private void addBar(String name, double median, double longest) {
        double length = Math.max(1, BAR_MOST * median / longest);
        int baseline = y + BAR_HEIGHT - 4;
        elements.add(text(BAR_LEFT - 8, baseline, "end", "name", name));
        elements.add(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
                BAR_LEFT,
                y,
                length,
                BAR_HEIGHT,
                colour(name)));
        elements.add(text(BAR_LEFT + length + 6, baseline, "start", "name", Figure.of(median)));
        y += STEP;
    }

    private String colour(String name) {
        List<String> names =
                results.contenders().stream().map(each -> each.name()).toList();
        return COLOURS.get(names.indexOf(name) % COLOURS.size());
    }

    private static String text(double x, int baseline, String anchor, String style, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x,
                baseline,
                anchor,
                style,
                escaped);
    }

    private String document() {
        String head = String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <style>
                text { font: 12px system-ui, sans-serif; fill: #1f2328; }
                .heading { font-weight: 600; }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } }
                </style>
                """,
                WIDTH,
                y,
                WIDTH,
                y);
        return head + String.join("\n", elements) + "\n</svg>\n";
    }
}
