package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.OperatorSimulation.Operator;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operator of ours ends exactly once, whatever is requested, cancelled, answered, lost or closed in whatever order. A
 * failure names its seed, and {@code -Dmirai.operators.seed=N} replays it.
 */
class OperatorsTest {

    private static final int SCHEDULES = 3_000;

    @ParameterizedTest
    @EnumSource
    void everyScheduleEndsOnce(Operator operator) {
        Long replay = Long.getLong("mirai.operators.seed");
        if (replay != null) {
            run(operator, replay);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < SCHEDULES; seed++) {
            seen.addAll(run(operator, seed));
        }
        assertThat(seen)
                .as("a schedule in which something never happens proves nothing of it")
                .contains("complete", "cancelled", "died", "closed");
        if (operator != Operator.RACE && operator != Operator.MAP_OUTCOMES && operator != Operator.MAP_PROGRESS) {
            assertThat(seen).contains("error");
        }
    }

    private static Set<String> run(Operator operator, long seed) {
        try {
            return new OperatorSimulation(operator, seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(operator + ": replay it with -Dmirai.operators.seed=" + seed, e);
        }
    }
}
