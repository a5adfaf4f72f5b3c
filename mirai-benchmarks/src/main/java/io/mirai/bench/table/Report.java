package io.mirai.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes results: a table in Markdown and in JSON, and a chart. */
public final class Report {

    private Report() {}

    /** Writes the files into this directory, and returns the table in Markdown. */
    public static String write(Results results, Path directory) throws IOException {
        String markdown = MarkdownTable.of(results);
        Files.writeString(directory.resolve("table.md"), markdown);
        Files.writeString(directory.resolve("table.json"), JsonTable.of(results));
        Files.writeString(directory.resolve("table.svg"), BarChart.of(results));
        return markdown;
    }
}
