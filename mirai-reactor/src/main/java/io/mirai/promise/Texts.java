package io.mirai.promise;

import io.mirai.Outcome;
import io.mirai.dispatch.TaskLabel;
import io.mirai.terminal.Line;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String canceled(TaskLabel task) {
        return task + " was stopped";
    }

    static String viewFailed(TaskLabel task) {
        return "somebody who looked at " + task + " could not be told of its outcome";
    }

    static String mayNotBlock(String what, Thread thread) {
        return what + " would block, which thread " + thread.getName()
                + " may not: subscribe to it instead, or move to Schedulers.boundedElastic()";
    }

    static String interruptedWhileWaiting(String what) {
        return "interrupted while waiting in " + what + "; the task goes on";
    }

    static String shortly(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Value<?> value) {
            return Line.of(describe(value.value()));
        }
        if (outcome instanceof Outcome.Failure<?> failure) {
            return Line.of(failure.error().getClass().getSimpleName() + ": "
                    + failure.error().getMessage());
        }
        return "unresolved";
    }

    private static String describe(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return Objects.requireNonNull(value).getClass().getName();
        }
    }
}
