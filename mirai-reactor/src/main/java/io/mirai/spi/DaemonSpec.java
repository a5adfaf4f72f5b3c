package io.mirai.spi;

import java.util.List;

/**
 * How one daemon runs.
 *
 * @param threads how many tasks it runs at once
 * @param output whether what its tasks print is passed on to the host's standard streams
 * @param limits when it leaves
 * @param jvmArgs options for its JVM, after ours
 * @param classPath where its tasks find classes beside those of the host
 */
public record DaemonSpec(
        int threads, boolean output, DaemonLimits limits, List<String> jvmArgs, List<String> classPath) {}
