package io.mirai;

import io.mirai.OperatorSimulation.Operator;
import java.util.List;
import java.util.stream.Stream;
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
        boolean mayFail =
                operator != Operator.RACE && operator != Operator.MAP_OUTCOMES && operator != Operator.MAP_PROGRESS;
        List<String> always = List.of("complete", "cancelled", "died", "closed");
        Seeds.play(
                "mirai.operators.seed",
                SCHEDULES,
                seed -> new OperatorSimulation(operator, seed).run(),
                mayFail ? Stream.concat(always.stream(), Stream.of("error")).toList() : always);
    }
}
