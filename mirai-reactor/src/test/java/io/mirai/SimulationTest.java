package io.mirai;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of all that may happen to a profile and its tasks, against a simple model: submissions, endings,
 * values that come late or not at all, stops, time limits, the grace, deaths and lost links, daemons that leave,
 * join or cannot be had, and the close. One seed is one schedule; a failure names its seed, and {@code
 * -Dmirai.simulation.seed=N} replays it.
 */
class SimulationTest {

    private static final int SCHEDULES = 10_000;

    @Test
    void everyScheduleKeepsThePromises() {
        Seeds.play(
                "mirai.simulation.seed",
                SCHEDULES,
                seed -> new Simulation(seed).run(),
                List.of(
                        "Value",
                        "MiraiError",
                        "MiraiInterrupt",
                        "MiraiCanceled",
                        "MiraiTimeout",
                        "MiraiTooLarge",
                        "MiraiNotSerializable",
                        "DAEMON_DIED",
                        "LINK_LOST",
                        "PROFILE_RESET",
                        "given up",
                        "a call by a subscriber",
                        "a daemon drained",
                        "a death",
                        "a death unread",
                        "a launch called off",
                        "a launch failed",
                        "a link lost",
                        "a map stopped",
                        "a reply",
                        "a reply after the link was lost",
                        "a second link",
                        "a slot called off",
                        "a slot given up",
                        "a stop while the loop is busy",
                        "an empty slot drained",
                        "an event failed: OutOfMemoryError",
                        "an event failed: RuntimeException",
                        "an event failed: StackOverflowError",
                        "a send failed",
                        "a value late",
                        "a value lost",
                        "a value too large",
                        "cannot listen",
                        "close before it listens",
                        "close before the start",
                        "close in mid-run",
                        "close with a value under way",
                        "close with a value unread",
                        "draining: CLASS_SPOILED",
                        "draining: MAX_TASKS",
                        "draining: OUT_OF_MEMORY",
                        "draining: SIGNAL",
                        "heard of a drain",
                        "killed with overdue tasks",
                        "launchLocal before it listens",
                        "launchLocal in an empty slot",
                        "launchLocal in mid-run",
                        "left as it was asked to",
                        "left by itself",
                        "listening after the close",
                        "one from elsewhere",
                        "one from elsewhere gone",
                        "one from elsewhere in an empty slot",
                        "a reply kept",
                        "recalled",
                        "sent ahead",
                        "the queue is full"));
    }
}
