package io.mirai.daemon.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.ValueSender;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.TaskRequest;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import reactor.core.publisher.Mono;

/** A stop meets the thread that runs its task. Whatever is not listed is forbidden. */
public final class InterruptRaces {

    private static final int MAX_PAUSE = 60;

    private InterruptRaces() {}

    /** A task on its daemon, the thread that runs it, and the one that stops it. */
    static class Stopped {

        final TaskRun run = fresh();
        volatile boolean stopperIsDone;
        String task = "";
        String next = "";
        String stopper = "owes nothing";

        static TaskRun fresh() {
            return new TaskRun(
                    new TaskRequest(1, 1, 0, 1, TaskRequest.NO_FUNCTION, 1, Work.Kind.VALUE, "", 0, Body.EMPTY),
                    new Nobody(),
                    null);
        }

        /** The worker's way through one task, as {@link Worker} goes it. */
        void work(Runnable userCode) {
            Thread.interrupted(); // whatever the one before left, which its own result tells
            if (!run.tryPrepare()) {
                task = "was refused before it was taken";
            } else if (!run.tryRun()) {
                task = "was refused while it was read";
            } else {
                userCode.run();
                run.leave();
            }
            workNext();
        }

        private void workNext() {
            boolean hit = false;
            for (int i = 0; i < 100; i++) {
                hit |= Thread.currentThread().isInterrupted();
            }
            while (!stopperIsDone) {
                Thread.onSpinWait();
            }
            hit |= Thread.interrupted();
            next = hit ? "next was hit" : "next untouched";
        }

        void stopIt(boolean mayInterrupt) {
            // The worker has a longer way: without a pause the stop would nearly always come first.
            for (int i = ThreadLocalRandom.current().nextInt(MAX_PAUSE); i > 0; i--) {
                Thread.onSpinWait();
            }
            if (run.stop(mayInterrupt)) {
                stopper = "owes NOT_STARTED";
            }
            stopperIsDone = true;
        }

        void look(LLL_Result result) {
            result.r1 = task;
            result.r2 = next;
            result.r3 = stopper;
        }
    }

    /** No host waits for what the task answers. */
    private static final class Nobody implements TaskExchange {

        @Override
        public Mono<Body> body() {
            return Mono.just(Body.EMPTY);
        }

        @Override
        public Mono<Body> function() {
            return Mono.empty();
        }

        @Override
        public ControlRequest control() {
            return new ControlRequest(
                    0, 1, new KeepAliveTimes(10_000, 60_000), Body.MAX_BYTES, 0, Mrg32k3a.ofSeed(1), "");
        }

        @Override
        public RandomGenerator random() {
            return RandomGenerator.getDefault();
        }

        @Override
        public @Nullable ValueSender values() {
            return null;
        }

        @Override
        public void send(Reply.Kind kind, int micros, Body body) {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void awaitSent() {}
    }

    @JCStressTest
    @State
    @Description("stop × the ending of a short task × the next task on its thread")
    @Outcome(
            id = "was refused before it was taken, next untouched, owes NOT_STARTED",
            expect = ACCEPTABLE,
            desc = "the stop came first, and the stopper answers")
    @Outcome(
            id = "was refused while it was read, next untouched, owes nothing",
            expect = ACCEPTABLE,
            desc = "the stop came while the task was read, and the worker answers")
    @Outcome(
            id = "saw the interrupt, next untouched, owes nothing",
            expect = ACCEPTABLE,
            desc = "the stop came while it ran")
    @Outcome(
            id = "saw nothing, next untouched, owes nothing",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the stop came at its end or later")
    public static class StopAndEndingAndNext extends Stopped {

        @Actor
        public void worker() {
            work(() -> task = Thread.currentThread().isInterrupted() ? "saw the interrupt" : "saw nothing");
        }

        @Actor
        public void stopper() {
            stopIt(true);
        }

        @Override
        @Arbiter
        public void look(LLL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @State
    @Description("stop × a task that waits for it: it is reached, or never began")
    @Outcome(
            id = "was refused before it was taken, next untouched, owes NOT_STARTED",
            expect = ACCEPTABLE,
            desc = "the stop came first, and the stopper answers")
    @Outcome(
            id = "was refused while it was read, next untouched, owes nothing",
            expect = ACCEPTABLE,
            desc = "the stop came while the task was read, and the worker answers")
    @Outcome(
            id = "saw the interrupt, next untouched, owes nothing",
            expect = ACCEPTABLE,
            desc = "the stop came while it ran")
    public static class StopAndWaitingTask extends Stopped {

        @Actor
        public void worker() {
            work(() -> {
                while (!stopperIsDone) {
                    Thread.onSpinWait();
                }
                task = Thread.currentThread().isInterrupted() ? "saw the interrupt" : "saw nothing";
            });
        }

        @Actor
        public void stopper() {
            stopIt(true);
        }

        @Override
        @Arbiter
        public void look(LLL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @State
    @Description("recall × a task: a stop that may not interrupt never does")
    @Outcome(
            id = "was refused before it was taken, next untouched, owes NOT_STARTED",
            expect = ACCEPTABLE,
            desc = "the recall came first, and the stopper answers")
    @Outcome(
            id = "saw nothing, next untouched, owes nothing",
            expect = ACCEPTABLE,
            desc = "a worker had it, so it runs on")
    public static class RecallAndTask extends Stopped {

        @Actor
        public void worker() {
            work(() -> task = Thread.currentThread().isInterrupted() ? "saw the interrupt" : "saw nothing");
        }

        @Actor
        public void stopper() {
            stopIt(false);
        }

        @Override
        @Arbiter
        public void look(LLL_Result result) {
            super.look(result);
        }
    }

    @JCStressTest
    @State
    @Description("stop × stop of a task that waits: one of them owes the answer")
    @Outcome(id = "owes NOT_STARTED, owes nothing", expect = ACCEPTABLE, desc = "the first was first")
    @Outcome(id = "owes nothing, owes NOT_STARTED", expect = ACCEPTABLE, desc = "the second was first")
    public static class StopAndStop {

        private final TaskRun run = Stopped.fresh();

        @Actor
        public void first(LL_Result result) {
            result.r1 = run.stop(true) ? "owes NOT_STARTED" : "owes nothing";
        }

        @Actor
        public void second(LL_Result result) {
            result.r2 = run.stop(true) ? "owes NOT_STARTED" : "owes nothing";
        }
    }
}
