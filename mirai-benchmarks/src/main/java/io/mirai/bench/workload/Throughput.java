package io.mirai.bench.workload;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** W2: many small tasks at once. */
final class Throughput implements Workload {

    private static final int WARM_UP = 20_000;

    @Override
    public String definition() {
        return "two daemons: tasks `x + 1` submitted as fast as the host can, all values collected and checked, after 20,000"
                + " to warm up; by map: one call where the contender has such a call";
    }

    @Override
    public List<Case> cases(boolean quick) {
        int passes = quick ? 1 : 10;
        return IntStream.of(quick ? new int[] {20_000} : new int[] {20_000, 100_000})
                .boxed()
                .flatMap(tasks -> Stream.of(promises(tasks, passes), map(tasks, passes)))
                .toList();
    }

    private static Case promises(int tasks, int passes) {
        String label = String.format(Locale.ROOT, "%,d by promises", tasks);
        return Case.of(label, passes, List.of(Measure.more("rate", "tasks/s").inChart()), contender -> {
            contender.start(2);
            Burst.byPromises(contender, WARM_UP);
            return new double[] {tasks / Burst.byPromises(contender, tasks)};
        });
    }

    private static Case map(int tasks, int passes) {
        String label = String.format(Locale.ROOT, "%,d by map", tasks);
        return Case.of(label, passes, List.of(Measure.more("rate", "tasks/s").inChart()), contender -> {
            contender.start(2);
            Burst.byMap(contender, WARM_UP);
            return new double[] {tasks / Burst.byMap(contender, tasks)};
        });
    }
}
