package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.codec.DaemonCodec;
import io.mirai.spi.TaskMessage;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One task on the way through a {@link HostEvaluator}. */
final class EvaluatedTask {

    /** A profile without daemons has one slot, and what runs its tasks is never replaced. */
    private static final int SLOT = 0;

    private static final int INSTANCE = 1;

    private final DaemonCodec codec;
    private final ClassLoader classes;
    private final TaskMessage task;
    private final Supplier<? extends RandomGenerator> random;
    private final MapFunctions.@Nullable Shared function;
    private final Evaluation evaluation;
    private @Nullable DaemonContext context;

    /**
     * Nothing of it is read yet.
     *
     * @param classes the class loader of threads while they run a task whose code is not from jshell
     * @param maxResultBytes the longest result that the profile takes
     * @param random makes its random numbers, from the beginning
     * @param function what is applied to the body; null if the body is all of the task
     */
    EvaluatedTask(
            DaemonCodec codec,
            Globals globals,
            ClassLoader classes,
            TaskMessage task,
            long maxResultBytes,
            Supplier<? extends RandomGenerator> random,
            MapFunctions.@Nullable Shared function) {
        this.codec = codec;
        this.classes = classes;
        this.task = task;
        this.random = random;
        this.function = function;
        this.evaluation = new Evaluation(
                codec,
                globals,
                task.work().kind(),
                maxResultBytes,
                () -> {}); // the host's memory is the user's concern
    }

    /**
     * Reads it.
     *
     * @param stopped whether nobody wants it any more
     * @return the answer if it cannot be read, else null
     */
    Answers.@Nullable Ending begin(BooleanSupplier stopped) {
        try {
            evaluation.read(task.body(), function);
        } catch (Throwable e) {
            return evaluation.notRead(e);
        }
        context = evaluation.begin(globals -> TaskContext.of(SLOT, INSTANCE, task, random, stopped, globals));
        return null;
    }

    /** Lets the calling thread run its code, which has begun. */
    InTask enter() {
        boolean isSession = evaluation.home() == codec.session();
        return InTask.enter(
                Objects.requireNonNull(context, "begun"),
                isSession ? classes : evaluation.home().classes());
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /** The answer, after its code has run; for the thread that is in it. */
    Answers.Ending end(InTask in, @Nullable Object value, @Nullable Throwable thrown) {
        in.leaveContext();
        return evaluation.end(value, thrown);
    }

    /** Runs code of the host, which code of the task may have led to. */
    void outside(Runnable code) {
        InTask.outside(context, code);
    }
}
