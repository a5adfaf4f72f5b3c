package io.mirai.bench.workload;

import io.mirai.bench.jvm.Numbers;
import java.util.Arrays;
import java.util.List;

/** W1: a small task, waited for, again. */
final class Latency implements Workload {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 5_000;
    private static final int FIRST = 1_000;

    @Override
    public String definition() {
        return "one daemon, one caller: `x + 1`, wait for the value, again; warm: 5,000 after 2,000; cold: the first 1,000 of a host";
    }

    @Override
    public List<Case> cases(boolean quick) {
        Case warm = Case.of(
                "warm",
                quick ? 2 : 20,
                List.of(Measure.less("median", "µs").inChart(), Measure.less("p99", "µs")),
                contender -> {
                    contender.start(1);
                    RoundTrips.measure(contender, WARM_UP);
                    double[] micros = RoundTrips.measure(contender, MEASURED);
                    return new double[] {Numbers.median(micros), Numbers.quantile(micros, 0.99)};
                });
        Case cold = Case.of("cold", quick ? 1 : 10, List.of(Measure.less("mean", "µs")), contender -> {
            contender.start(1);
            double[] micros = RoundTrips.measure(contender, FIRST);
            return new double[] {Arrays.stream(micros).average().orElseThrow()};
        });
        return List.of(warm, cold);
    }
}
