package io.mirai.bench.workload;

import java.util.List;

/** Lists the workloads by their names. */
public final class Workloads {

    /** The names, in the order of the table. */
    public static final List<String> NAMES =
            List.of("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11");

    private Workloads() {}

    /** Makes the workload of this name, and loads no class of another, so that cold passes stay cold. */
    public static Workload named(String name) {
        return switch (name) {
            case "W1" -> new Latency();
            case "W2" -> new Throughput();
            case "W3" -> new LargeValues();
            case "W4" -> new ColdStart();
            case "W5" -> new UnevenLoad();
            case "W6" -> new FullQueue();
            case "W7" -> new Stopping();
            case "W8" -> new Crash();
            case "W9" -> new SharedCapture();
            case "W10" -> new Growth();
            case "W11" -> new MixedStream();
            default -> throw new IllegalArgumentException("there is no workload " + name + ", only " + NAMES);
        };
    }
}
