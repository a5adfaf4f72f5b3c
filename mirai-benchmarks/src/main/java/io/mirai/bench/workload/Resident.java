package io.mirai.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory of a process that was resident at once, in MB; NaN where the system does not say it. */
final class Resident {

    private static final String PEAK = "VmHWM:";

    private Resident() {}

    static double peakOfHost() throws IOException {
        return peak(ProcessHandle.current());
    }

    /** Returns the peak of the one daemon. */
    static double peakOfDaemon() throws IOException {
        return peak(ProcessHandle.current().children().findFirst().orElseThrow());
    }

    private static double peak(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(PEAK.length(), line.length() - "kB".length())) * 1_024 / 1e6)
                .findFirst()
                .orElse(Double.NaN);
    }
}
