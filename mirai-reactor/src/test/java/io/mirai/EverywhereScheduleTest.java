package io.mirai;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every daemon is to run comes before its tasks, whatever happens in whatever order, and everything ends. A failure names its
 * seed, and {@code -Dmirai.everywhere.seed=N} replays it.
 */
class EverywhereScheduleTest {

    private static final int SCHEDULES = 2_000;

    @Test
    void everySchedule_keepsTheOrderAndEnds() {
        Seeds.play(
                "mirai.everywhere.seed",
                SCHEDULES,
                seed -> new EverywhereSimulation(seed).run(),
                List.of(
                        "value",
                        "setup done",
                        "dropped",
                        "refused",
                        "drained",
                        "taken",
                        "given up",
                        "MiraiError",
                        "MiraiReset",
                        "MiraiClosed",
                        "MiraiCanceled",
                        "MiraiTimeout"));
    }
}
