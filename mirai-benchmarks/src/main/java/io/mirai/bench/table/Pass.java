package io.mirai.bench.table;

import io.mirai.bench.contender.Contender;
import io.mirai.bench.contender.Unable;
import io.mirai.bench.jvm.Numbers;
import io.mirai.bench.workload.Case;
import io.mirai.bench.workload.Workloads;

/** Runs one pass in a JVM of its own and prints its numbers on one line. */
final class Pass {

    /** What the line of the numbers begins with, since some contenders print too. */
    static final String MARK = "pass: ";

    /** What the line has instead of numbers if the contender cannot do the workload. */
    static final String UNABLE = "unable";

    /** Names no case, but has the contender fill its caches. */
    static final String FILL_CACHES = "fill caches";

    /** The system property that asks for fewer and smaller cases. */
    static final String QUICK = "quick";

    private Pass() {}

    /** Takes the class of the contender, the name of the workload, and the label of the case. */
    public static void main(String[] args) throws Exception {
        // Threads of some contenders would keep the JVM.
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            System.exit(1);
        });
        System.out.println(MARK + lineOf(Contenders.ofClass(args[0]), args[1], args[2]));
        System.exit(0);
    }

    private static String lineOf(Contender contender, String workload, String label) throws Exception {
        try (contender) {
            return run(contender, workload, label);
        } catch (Unable e) {
            return UNABLE;
        }
    }

    private static String run(Contender contender, String workload, String label) throws Exception {
        if (label.equals(FILL_CACHES)) {
            contender.fillCaches();
            return "0";
        }
        Case found = Workloads.named(workload).cases(Boolean.getBoolean(QUICK)).stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();
        return Numbers.join(found.run().with(contender));
    }
}
