package io.mirai.task;

import io.mirai.dispatch.TaskLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one task asks for besides its code.
 *
 * @param limits what it may take
 * @param name what the user calls it; empty if nothing
 * @param values what it alone finds in its globals; never changed
 */
public record TaskSpec(TaskLimits limits, String name, Map<String, Object> values) {

    /** No limits, no name, no values. */
    public static final TaskSpec NONE = new TaskSpec(TaskLimits.NONE, "", Map.of());

    /** A copy with other limits. */
    public TaskSpec withLimits(TaskLimits other) {
        return new TaskSpec(other, name, values);
    }

    /** A copy with another name. */
    public TaskSpec withName(String other) {
        return new TaskSpec(limits, other, values);
    }

    /** A copy with more values. */
    public TaskSpec withValues(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new TaskSpec(limits, name, all);
    }
}
