package io.mirai.bench.table;

import io.mirai.bench.contender.Contender;
import java.util.List;

/**
 * All that a run has found so far.
 *
 * @param contenders in the order of the table; Mirai is the first
 * @param workloads the names of those that were run
 * @param failures what went wrong, a line each
 */
public record Results(
        List<Contender> contenders, List<String> workloads, boolean quick, List<Row> rows, List<String> failures) {

    /** Returns the name of the contender that the ratios divide. */
    String first() {
        return contenders.get(0).name();
    }

    /** Returns the names of those that have at least one number, without the first. */
    List<String> others() {
        return contenders.stream()
                .skip(1)
                .map(Contender::name)
                .filter(name -> rows.stream().anyMatch(row -> row.has(name)))
                .toList();
    }
}
