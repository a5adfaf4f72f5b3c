package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** W5: tasks of different lengths. */
final class UnevenLoad implements Workload {

    private static final int DAEMONS = 4;
    private static final int TASKS = 200;
    private static final int LONGEST = 20;

    @Override
    public String definition() {
        return "four daemons, 200 sleeps of 5 ms × (1 + (i·i·7919) mod 20) in three orders; efficiency is the sum of the sleeps ÷"
                + " (4 × the time that all took)";
    }

    @Override
    public List<Case> cases(boolean quick) {
        List<Integer> given =
                IntStream.range(0, TASKS).mapToObj(UnevenLoad::millis).toList();
        List<Integer> falling = given.stream().sorted(Comparator.reverseOrder()).toList();
        List<Integer> longestLast = Stream.concat(
                        falling.stream().skip(LONGEST), falling.stream().limit(LONGEST))
                .toList();
        int passes = quick ? 1 : 10;
        List<Case> cases = new ArrayList<>();
        cases.add(promises("the list", given, passes));
        cases.add(promises("from long to short", falling, passes));
        cases.add(promises("the 20 longest last", longestLast, passes));
        if (!quick) {
            cases.add(map("the list, by map", given, passes));
            cases.add(map("from long to short, by map", falling, passes));
            cases.add(map("the 20 longest last, by map", longestLast, passes));
        }
        return cases;
    }

    private static int millis(int i) {
        return 5 * (1 + (int) ((long) i * i * 7_919 % 20));
    }

    private static Case promises(String label, List<Integer> sleeps, int passes) {
        return of(label, sleeps, passes, contender -> {
            List<Answer<Integer>> answers = new ArrayList<>();
            for (int millis : sleeps) {
                answers.add(contender.submit(() -> sleep(millis)));
            }
            return Contender.awaitAll(answers);
        });
    }

    private static Case map(String label, List<Integer> sleeps, int passes) {
        return of(label, sleeps, passes, contender -> contender.map(sleeps, UnevenLoad::sleep));
    }

    private static int sleep(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    /** Runs all the sleeps. */
    private interface Sleeping {

        List<Integer> with(Contender contender) throws Exception;
    }

    private static Case of(String label, List<Integer> sleeps, int passes, Sleeping all) {
        Slots ideal = new Slots(DAEMONS);
        sleeps.forEach(millis -> ideal.begin(0, millis));
        double sum = sleeps.stream().mapToInt(millis -> millis).sum();
        return Case.of(label, passes, List.of(Measure.more("efficiency", "")), contender -> {
                    contender.start(DAEMONS);
                    Burst.byPromises(contender, 10 * DAEMONS);
                    long start = System.nanoTime();
                    List<Integer> slept = all.with(contender);
                    double millis = (System.nanoTime() - start) / 1e6;
                    if (!slept.equals(sleeps)) {
                        throw new IllegalStateException("something else came");
                    }
                    return new double[] {sum / (DAEMONS * millis)};
                })
                .withIdeal(sum / (DAEMONS * ideal.end()));
    }
}
