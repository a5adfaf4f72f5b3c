package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** W4: two daemons from nothing. */
final class ColdStart implements Workload {

    private static final int DAEMONS = 2;

    @Override
    public String definition() {
        return "from the call that starts two daemons until each has returned a value; and the whole process: that, the close and"
                + " the exit. Cold: no cache of an earlier process is there; warm: an earlier process has filled the caches";
    }

    @Override
    public List<Case> cases(boolean quick) {
        int passes = quick ? 1 : 10;
        return List.of(of("cold", passes).withoutCaches(), of("caches warm", passes));
    }

    private static Case of(String label, int passes) {
        List<Measure> measures =
                List.of(Measure.less("until both have answered", "ms").inChart(), Measure.WHOLE_PROCESS);
        return Case.of(label, passes, measures, contender -> {
            long start = System.nanoTime();
            contender.start(DAEMONS);
            awaitAll(contender);
            return new double[] {(System.nanoTime() - start) / 1e6};
        });
    }

    /** Asks until each daemon has answered, since some contenders deal tasks at random. */
    private static void awaitAll(Contender contender) throws Exception {
        Set<Long> answered = new HashSet<>();
        while (answered.size() < DAEMONS) {
            Answer<Long> one = contender.pid();
            Answer<Long> other = contender.pid();
            answered.add(one.await());
            answered.add(other.await());
        }
    }
}
