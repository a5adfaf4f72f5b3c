package io.mirai.bench.workload;

import io.mirai.TaskBiFunction;
import io.mirai.bench.contender.Answer;
import io.mirai.bench.contender.Contender;
import io.mirai.bench.jvm.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** W7: a task is stopped. */
final class Stopping implements Workload {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int WARM_UP = 100;

    @Override
    public String definition() {
        return "one daemon whose task spins until it is interrupted, sleeps for an hour, or ignores interrupts: from the stop to the"
                + " value of the next task on that daemon, which also shows that the work has ended; never: not within 15 s";
    }

    @Override
    public List<Case> cases(boolean quick) {
        int rounds = quick ? 5 : 20;
        int passes = quick ? 1 : 10;
        return List.of(
                of("spinning", passes, rounds, Stopping::spin),
                of("sleeping", passes, rounds, Stopping::sleep),
                of("ignoring interrupts", passes, 1, Stopping::ignore));
    }

    private static int spin(String place, String name) throws Exception {
        Begun.mark(place, name);
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
        throw new InterruptedException();
    }

    private static int sleep(String place, String name) throws Exception {
        Begun.mark(place, name);
        TimeUnit.HOURS.sleep(1);
        return 0;
    }

    private static int ignore(String place, String name) throws Exception {
        Begun.mark(place, name);
        for (long end = System.nanoTime() + TimeUnit.HOURS.toNanos(1); System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        return 0;
    }

    /** A task that says that it has begun. */
    private interface Endless extends TaskBiFunction<String, String, Integer> {}

    private static Case of(String label, int passes, int rounds, Endless task) {
        return Case.of(label, passes, List.of(Measure.less("to the next value", "ms")), contender -> {
            contender.start(1);
            Burst.byPromises(contender, WARM_UP);
            Begun begun = new Begun();
            double[] millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                millis[i] = stop(contender, begun, "task " + i, task);
                if (Double.isInfinite(millis[i])) {
                    return new double[] {millis[i]}; // nothing else runs there any more
                }
            }
            return new double[] {Numbers.median(millis)};
        });
    }

    private static double stop(Contender contender, Begun begun, String name, Endless task) throws Exception {
        String place = begun.place();
        Answer<Integer> busy = contender.submit(() -> task.apply(place, name));
        begun.await(name);
        long start = System.nanoTime();
        busy.stop();
        try {
            Values.check(1, contender.increment(0).await(LIMIT));
        } catch (TimeoutException e) {
            return Double.POSITIVE_INFINITY;
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
