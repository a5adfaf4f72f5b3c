package io.mirai.bench;

import io.mirai.bench.parts.CodecParts;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH over the parts of the path of a task: nanoseconds and allocated bytes of each. */
final class Parts {

    private Parts() {}

    /** The system property {@code quick} shortens them. */
    public static void main(String[] args) throws Exception {
        boolean quick = Boolean.getBoolean("quick");
        new Runner(new OptionsBuilder()
                        .include(CodecParts.class.getPackageName())
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(quick ? 1 : 5)
                        .warmupIterations(quick ? 2 : 5)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(quick ? 3 : 5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
