package io.mirai.bench.workload;

import io.mirai.bench.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** W10: from few tasks to many, and from few slots to many. */
final class Growth implements Workload {

    private static final int MANY = 1_000_000;
    private static final int MOST = 10_000_000;
    private static final int IN_MEMORY = 100_000;

    @Override
    public String definition() {
        return "two daemons of a host that has run nothing before: from the first submit to the last of so many values, per"
                + " task; and the dispatcher alone with so many daemons in memory, 100,000 tasks after as many to warm up";
    }

    @Override
    public List<Case> cases(boolean quick) {
        List<Case> cases = new ArrayList<>();
        for (int tasks = 1_000; tasks <= (quick ? 10_000 : MOST); tasks *= 10) {
            int passes = quick ? 1 : tasks < MANY ? 10 : 3;
            if (tasks < MOST) { // so many promises at once do not fit the heap of a host by default
                cases.add(of(tasks, "promises", passes, Burst::byPromises));
            }
            cases.add(of(tasks, "map", passes, Burst::byMap));
        }
        for (int slots = 1; slots <= 4_096; slots *= 16) {
            cases.add(slots(slots, quick ? 1 : 10));
        }
        return cases;
    }

    /** Runs so many tasks and returns the seconds. */
    private interface Tasks {

        double run(Contender contender, int tasks) throws Exception;
    }

    private static Case of(int tasks, String how, int passes, Tasks all) {
        String label = String.format(Locale.ROOT, "%,d by %s", tasks, how);
        return Case.of(label, passes, List.of(Measure.less("time", "µs/task")), contender -> {
            contender.start(2);
            return new double[] {all.run(contender, tasks) / tasks * 1e6};
        });
    }

    private static Case slots(int slots, int passes) {
        String label = String.format(Locale.ROOT, "daemons in memory: %,d", slots);
        return Case.of(label, passes, List.of(Measure.less("time", "µs/task")), contender -> {
            contender.startInMemory(slots);
            Burst.byPromises(contender, IN_MEMORY);
            return new double[] {Burst.byPromises(contender, IN_MEMORY) / IN_MEMORY * 1e6};
        });
    }
}
