package io.mirai.bench.workload;

import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Many small tasks, from the first submit to the last value, every value checked. */
final class Burst {

    private Burst() {}

    /** Submits one task after the other; returns the seconds. */
    static double byPromises(Contender contender, int tasks) throws Exception {
        List<Answer<Integer>> answers = new ArrayList<>(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            answers.add(contender.increment(i));
        }
        for (int i = 0; i < tasks; i++) {
            Values.check(i + 1, answers.get(i).await());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Maps all numbers at once; returns the seconds. */
    static double byMap(Contender contender, int tasks) throws Exception {
        List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
        long start = System.nanoTime();
        List<Integer> values = contender.incrementAll(numbers);
        double seconds = (System.nanoTime() - start) / 1e9;
        Values.checkNext(values, tasks);
        return seconds;
    }
}
