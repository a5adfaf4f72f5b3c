package io.mirai.bench;

import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.table.Contenders;
import io.mirai.bench.table.Passes;
import io.mirai.bench.table.Report;
import io.mirai.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Mirai beside the floors, and beside the peers that the class path has: all workloads in one run, and one table of medians, quartiles
 * and ratios.
 */
final class Table {

    private static final Path PLACE = Path.of("mirai-benchmarks", "target", "table");

    private Table() {}

    /** Takes the names of workloads, with commas between them; all unless given. The system property {@code quick} shortens them. */
    public static void main(String[] args) throws Exception {
        List<String> workloads = args.length > 0 ? List.of(args[0].split(",", 0)) : Workloads.NAMES;
        workloads.forEach(Workloads::named); // complains before anything runs
        Path directory = place();
        Passes passes = new Passes(directory, Contenders.all(), Boolean.getBoolean("quick"));
        passes.fillCaches();
        String markdown = "";
        for (String workload : workloads) {
            passes.run(workload);
            markdown = Report.write(passes.results(), directory); // a run of hours may be cut off
        }
        Numbers.print("%n%s%nThe table, its numbers and a chart are in %s", markdown, directory);
    }

    private static Path place() throws IOException {
        String now = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").format(LocalDateTime.now(ZoneOffset.UTC));
        return Files.createDirectories(PLACE.resolve(now)).toAbsolutePath();
    }
}
