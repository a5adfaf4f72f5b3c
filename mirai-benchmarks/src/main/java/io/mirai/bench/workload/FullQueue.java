package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/** W6: tasks that wait behind others. */
final class FullQueue implements Workload {

    private static final int TASKS = 100_000;
    private static final int WARM_UP = 20_000;

    @Override
    public String definition() {
        return "two daemons, both busy for long: 100,000 small tasks are queued; submits a second, and bytes of the host's heap"
                + " for each task that waits, its answer included";
    }

    @Override
    public List<Case> cases(boolean quick) {
        List<Measure> measures = List.of(Measure.more("submits", "tasks/s"), Measure.less("heap", "B/task"));
        return List.of(Case.of("100,000 queued", quick ? 1 : 10, measures, contender -> {
            contender.start(2);
            Burst.byPromises(contender, WARM_UP);
            new Begun().keepBusy(contender, 2);
            List<Answer<Integer>> answers = new ArrayList<>(TASKS);
            long before = aliveOnHeap();
            try {
                long start = System.nanoTime();
                for (int i = 0; i < TASKS; i++) {
                    answers.add(contender.increment(i));
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                return new double[] {TASKS / seconds, (aliveOnHeap() - before) / (double) TASKS};
            } finally {
                Reference.reachabilityFence(answers);
            }
        }));
    }

    private static long aliveOnHeap() {
        System.gc();
        System.gc(); // what the first has found to be cleaned up
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
