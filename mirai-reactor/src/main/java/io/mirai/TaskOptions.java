package io.mirai;

import io.mirai.dispatch.TaskLimits;
import io.mirai.dispatch.Texts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What one task asks for besides its code. Immutable: every method returns a changed copy. */
public final class TaskOptions {

    private static final TaskOptions NONE = new TaskOptions(TaskLimits.NONE, "", Map.of());

    private final TaskLimits limits;
    private final String name;
    private final Map<String, Object> values;

    private TaskOptions(TaskLimits limits, String name, Map<String, Object> values) {
        this.limits = limits;
        this.name = name;
        this.values = values;
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
        return new TaskOptions(
                new TaskLimits(Durations.positive("timeout", limit), limits.inQueue(), limits.retries()), name, values);
    }

    /**
     * Limits the time in the queue only. When it passes before a daemon got the task, the task ends
     * as {@link MiraiTimeout}.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public TaskOptions queueTimeout(Duration limit) {
        return new TaskOptions(
                new TaskLimits(limits.total(), Durations.positive("queueTimeout", limit), limits.retries()),
                name,
                values);
    }

    /**
     * Runs the task once more, on whatever daemon is free, when the one that ran it is lost: it died, or its link ended. It may
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
        return new TaskOptions(new TaskLimits(limits.total(), limits.inQueue(), times), name, values);
    }

    /** Names the task in errors, in {@code toString} and on the daemon's thread. */
    public TaskOptions name(String name) {
        return new TaskOptions(limits, Objects.requireNonNull(name, "name"), values);
    }

    /** Adds a value that this task alone finds in {@link DaemonContext#globals()}. */
    public TaskOptions with(String name, Object value) {
        return withAll(Map.of(name, value));
    }

    /** Adds values that this task alone finds in {@link DaemonContext#globals()}. */
    public TaskOptions withAll(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new TaskOptions(limits, name, all);
    }

    TaskLimits limits() {
        return limits;
    }

    String name() {
        return name;
    }

    Map<String, Object> values() {
        return values;
    }
}
