package io.mirai.task;

import io.mirai.dispatch.TaskLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes one task, besides its code.
 *
 * @param limits its limits of time, and its retries
 * @param name the name that the user gave it; empty if none
 * @param values the named values that it alone finds in its globals; never changed
 */
public record TaskSpec(TaskLimits limits, String name, Map<String, Object> values) {

    /** The description without limits, name or values. */
    public static final TaskSpec NONE = new TaskSpec(TaskLimits.NONE, "", Map.of());

    /** Makes a copy with other limits. */
    public TaskSpec withLimits(TaskLimits other) {
        return new TaskSpec(other, name, values);
    }

    /** Makes a copy with another name. */
    public TaskSpec withName(String other) {
        return new TaskSpec(limits, other, values);
    }

    /** Makes a copy with more values. */
    public TaskSpec withValues(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new TaskSpec(limits, name, all);
    }
}
