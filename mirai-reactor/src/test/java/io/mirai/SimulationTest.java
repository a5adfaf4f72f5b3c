package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of submit, ending, cancel, timeout, death, join and close against a simple model.
 * One seed is one schedule; a failure names its seed, and {@code -Dmirai.simulation.seed=N} replays it.
 */
class SimulationTest {

    private static final int SCHEDULES = 10_000;

    @Test
    void everyScheduleKeepsThePromises() {
        Long replay = Long.getLong("mirai.simulation.seed");
        LongStream seeds = replay != null ? LongStream.of(replay) : LongStream.range(0, SCHEDULES);
        long steps = seeds.map(SimulationTest::run).sum();
        assertThat(steps).isPositive();
    }

    private static long run(long seed) {
        try {
            return new Simulation(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("replay it with -Dmirai.simulation.seed=" + seed, e);
        }
    }
}
