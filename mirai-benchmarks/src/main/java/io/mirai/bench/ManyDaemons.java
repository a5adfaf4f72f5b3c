package io.mirai.bench;

import io.mirai.DaemonStatus;
import io.mirai.Daemons;
import java.util.Locale;

/** Whether many daemons start on few processors, and how long that takes: from nothing until the last has dialled in. */
final class ManyDaemons {

    private static final int DAEMONS = 64;

    private ManyDaemons() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        try (Daemons daemons = Daemons.local(DAEMONS)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            long problems = daemons.status().daemons().stream()
                    .filter(daemon -> daemon.problem().isPresent() || daemon.instance() != 1)
                    .count();
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d of %d daemons on %d processors: %.1f s; %d were launched more than once or gave up",
                    daemons.status().daemons().stream()
                            .filter(DaemonStatus::online)
                            .count(),
                    DAEMONS,
                    Runtime.getRuntime().availableProcessors(),
                    seconds,
                    problems));
        }
    }
}
