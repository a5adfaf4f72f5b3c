package io.mirai.daemon.task;

import io.mirai.Task;
import io.mirai.codec.DaemonCodec;
import io.mirai.spi.OwnFrames;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts the daemon's own frames off the stacks of what a task threw, so that they end at the task's. */
final class RemoteStack {

    /** What calls user code. */
    private static final Set<String> CALLERS = Stream.of(
                    Worker.class, Evaluation.class, FluxEvaluation.EvaluationInner.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final OwnFrames OURS = new OwnFrames(Evaluation.class, DaemonCodec.class, Task.class);

    private RemoteStack() {}

    /** Cuts it in a throwable, its causes and its suppressed; as far as it gets, since user code overrides its methods. */
    static void cut(Throwable thrown) {
        try {
            cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (Throwable e) {
            // Then some of the stacks are longer than they should be.
        }
    }

    private static void cut(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        int end = endOfUserFrames(frames);
        if (end < frames.length) {
            thrown.setStackTrace(Arrays.copyOf(frames, end));
        }
        cut(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            cut(suppressed, seen);
        }
    }

    private static int endOfUserFrames(StackTraceElement[] frames) {
        int end = 0; // the first, as below it may stand a task that has evaluated this one
        while (end < frames.length && !CALLERS.contains(frames[end].getClassName())) {
            end++;
        }
        if (end == frames.length) {
            return end; // thrown on a thread that the user started
        }
        while (end > 0 && OURS.contains(frames[end - 1])) {
            end--;
        }
        return end;
    }
}
