package io.mirai.bench.table;

import io.mirai.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;

/** The table in Markdown, with what is compared below it. */
final class MarkdownTable {

    private MarkdownTable() {}

    static String of(Results results) {
        List<String> lines = new ArrayList<>();
        lines.add(Machine.describe() + (results.quick() ? "; a quick look: few and short passes" : ""));
        lines.add("");
        addTable(results, lines);
        lines.add("");
        lines.add("Medians of the passes, in parentheses their quartiles. A ratio is that of " + results.first()
                + "'s number to the other's, pass by pass in turn; ↓: less is better, ↑: more is better.");
        lines.add("");
        results.workloads()
                .forEach(name ->
                        lines.add("- " + name + ": " + Workloads.named(name).definition() + "."));
        results.contenders().stream()
                .filter(each ->
                        each.name().equals(results.first()) || results.others().contains(each.name()))
                .forEach(each -> lines.add("- " + each.name() + ": " + each.about() + "."));
        results.failures().forEach(failure -> lines.add("- failed: " + failure + "."));
        return String.join("\n", lines) + "\n";
    }

    private static void addTable(Results results, List<String> lines) {
        List<String> others = results.others();
        boolean isIdealKnown = results.rows().stream().anyMatch(row -> !Double.isNaN(row.ideal()));
        StringBuilder head = new StringBuilder("| | | | " + results.first() + " |");
        StringBuilder rule = new StringBuilder("|---|---|---|---|");
        if (isIdealKnown) {
            head.append(" ideal |");
            rule.append("---|");
        }
        for (String other : others) {
            head.append(' ').append(other).append(" | ratio |");
            rule.append("---|---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (Row row : results.rows()) {
            String arrow = row.measure().moreIsBetter() ? " ↑" : " ↓";
            StringBuilder line = new StringBuilder("| " + row.workload() + " | " + row.label() + " | "
                    + row.measure().label() + arrow + " | ");
            line.append(Figure.of(row.summary(results.first()))).append(" |");
            if (isIdealKnown) {
                line.append(' ').append(Figure.of(row.ideal())).append(" |");
            }
            for (String other : others) {
                line.append(' ').append(Figure.of(row.summary(other))).append(" | ");
                line.append(Figure.of(row.ratio(results.first(), other))).append(" |");
            }
            lines.add(line.toString());
        }
    }
}
