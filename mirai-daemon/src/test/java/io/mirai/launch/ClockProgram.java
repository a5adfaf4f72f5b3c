package io.mirai.launch;

import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiTimeout;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A host whose wall clock is set by a file, like that of its daemons: sets it while limits run. */
final class ClockProgram {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private ClockProgram() {}

    public static void main(String[] args) throws Exception {
        Path offset = Path.of(args[0]);
        try (Daemons daemons = Daemons.local(2)) {
            long wall = System.currentTimeMillis();
            long start = System.nanoTime();
            Mirai<Long> sleeping = daemons.mirai(() -> {
                long begin = System.nanoTime();
                Thread.sleep(5_000);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            });
            Mirai<Object> slow = sleeping(daemons, TaskOptions.none().timeout(Duration.ofSeconds(4)));
            Mirai<Object> queued = sleeping(daemons, TaskOptions.none().queueTimeout(Duration.ofSeconds(3)));

            TimeUnit.SECONDS.sleep(1);
            Files.writeString(offset, "+1d");
            long ahead = Math.round((System.currentTimeMillis() - wall) / (double) HOUR);
            TimeUnit.SECONDS.sleep(1);
            Files.writeString(offset, "-1d");
            long back = Math.round((System.currentTimeMillis() - wall) / (double) HOUR);
            System.out.println("jumped, in hours: " + ahead + " " + back);

            System.out.println("timed out in the queue after ms: " + timeout(queued, start));
            System.out.println("timed out after ms: " + timeout(slow, start));
            System.out.println("slept ms: " + sleeping.collect());
            long there = Objects.requireNonNull(
                    daemons.mirai(System::currentTimeMillis).collect());
            System.out.println("jumped on a daemon, in hours: " + Math.round((there - wall) / (double) HOUR));
            System.out.println("instances: "
                    + daemons.status().daemons().stream()
                            .map(DaemonStatus::instance)
                            .toList());
        }
    }

    private static Mirai<Object> sleeping(Daemons daemons, TaskOptions options) {
        return daemons.mirai(
                () -> {
                    Thread.sleep(60_000);
                    return null;
                },
                options);
    }

    private static long timeout(Mirai<Object> mirai, long start) {
        if (mirai.call().data() instanceof Outcome.Failure<Object> failure && failure.error() instanceof MiraiTimeout) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
        throw new IllegalStateException(mirai.toString());
    }
}
