package io.mirai;

import io.mirai.dispatch.TaskLimits;
import io.mirai.task.TaskSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What one task asks for besides its code. Immutable: every method returns a changed copy. */
public final class TaskOptions {

    private static final TaskOptions NONE = new TaskOptions(TaskSpec.NONE);

    private final TaskSpec spec;

    private TaskOptions(TaskSpec spec) {
        this.spec = spec;
    }

    /** No limits, no name, no values. */
    public static TaskOptions none() {
        return NONE;
    }

    /**
     * Limits the time from submission to outcome. When it passes the task ends as {@link
     * MiraiTimeout} and its work is stopped.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public TaskOptions timeout(Duration limit) {
        TaskLimits limits = spec.limits();
        return limited(new TaskLimits(Durations.positive("timeout", limit), limits.inQueue(), limits.retries()));
    }

    /**
     * Limits the time in the queue only. When it passes before a daemon got the task, the task ends
     * as {@link MiraiTimeout}.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public TaskOptions queueTimeout(Duration limit) {
        TaskLimits limits = spec.limits();
        return limited(new TaskLimits(limits.total(), Durations.positive("queueTimeout", limit), limits.retries()));
    }

    /**
     * Runs the task once more, on whatever daemon is free, when the one that ran it is lost: it died, or its link ended, perhaps while the value was on its way. It may
     * then have run in part several times; {@link DaemonContext#attempt} tells it which time this is. What the task throws itself
     * is its outcome, and so is a daemon that is lost once more than this. The task of a {@code stream} is never run again.
     *
     * @param times at most; 0 overrides {@link Daemons.Builder#retry}
     * @throws IllegalArgumentException if it is negative
     */
    public TaskOptions retry(int times) {
        if (times < 0) {
            throw new IllegalArgumentException(Texts.negativeRetry(times));
        }
        TaskLimits limits = spec.limits();
        return limited(new TaskLimits(limits.total(), limits.inQueue(), times));
    }

    /** Names the task in errors, in {@code toString} and on the daemon's thread. */
    public TaskOptions name(String name) {
        return new TaskOptions(spec.withName(Objects.requireNonNull(name, "name")));
    }

    /** Adds a value that this task alone finds in {@link DaemonContext#globals()}. */
    public TaskOptions with(String name, Object value) {
        return withAll(Map.of(name, value));
    }

    /** Adds values that this task alone finds in {@link DaemonContext#globals()}. */
    public TaskOptions withAll(Map<String, ?> more) {
        return new TaskOptions(spec.withValues(more));
    }

    private TaskOptions limited(TaskLimits limits) {
        return new TaskOptions(spec.withLimits(limits));
    }

    TaskSpec spec() {
        return spec;
    }
}
