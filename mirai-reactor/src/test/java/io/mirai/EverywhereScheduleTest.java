package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every daemon is to run comes before its tasks, whatever happens in whatever order, and everything ends. A failure names its
 * seed, and {@code -Dmirai.everywhere.seed=N} replays it.
 */
class EverywhereScheduleTest {

    private static final int SCHEDULES = 2_000;

    @Test
    void everySchedule_keepsTheOrderAndEnds() {
        Long replay = Long.getLong("mirai.everywhere.seed");
        if (replay != null) {
            run(replay);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < SCHEDULES; seed++) {
            seen.addAll(run(seed));
        }
        assertThat(seen)
                .as("a schedule in which something never happens proves nothing of it")
                .contains(
                        "value",
                        "setup done",
                        "dropped",
                        "refused",
                        "taken",
                        "given up",
                        "MiraiError",
                        "MiraiReset",
                        "MiraiClosed",
                        "MiraiCanceled",
                        "MiraiTimeout");
    }

    private static Set<String> run(long seed) {
        try {
            return new EverywhereSimulation(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("replay it with -Dmirai.everywhere.seed=" + seed, e);
        }
    }
}
