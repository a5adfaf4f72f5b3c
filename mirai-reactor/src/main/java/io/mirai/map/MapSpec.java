package io.mirai.map;

import io.mirai.task.TaskSpec;
import java.util.List;

/**
 * Describes a map, besides its elements and function.
 *
 * @param task describes the task of each element
 * @param names the names of the elements, in order; empty if they have none
 * @param prefetch how many elements are under way beside the sum of capacities; {@link #PER_SLOT} if the user does not say
 * @param unordered whether the lazy form brings results as they are completed
 */
public record MapSpec(TaskSpec task, List<String> names, int prefetch, boolean unordered) {

    /** The prefetch that equals the sum of capacities, and is at least 16. */
    static final int PER_SLOT = -1;

    /** The description without limits and names, in order. */
    public static final MapSpec NONE = new MapSpec(TaskSpec.NONE, List.of(), PER_SLOT, false);

    private static final int MIN_PREFETCH = 16;

    /** Makes a copy with another task. */
    public MapSpec withTask(TaskSpec other) {
        return new MapSpec(other, names, prefetch, unordered);
    }

    /** Makes a copy with other names. */
    public MapSpec withNames(List<String> other) {
        return new MapSpec(task, other, prefetch, unordered);
    }

    /** Makes a copy with another prefetch. */
    public MapSpec withPrefetch(int elements) {
        return new MapSpec(task, names, elements, unordered);
    }

    /** Makes a copy whose results come as they are completed. */
    public MapSpec inAnyOrder() {
        return new MapSpec(task, names, prefetch, true);
    }

    /** Returns the name of the task of this element. */
    String nameOf(long index) {
        String base = task.name();
        if (names.isEmpty()) {
            return base.isEmpty() ? "" : base + "[" + index + "]";
        }
        return base.isEmpty() ? names.get((int) index) : base + "[" + names.get((int) index) + "]";
    }

    /** Returns how many elements may be under way, where daemons take so many at once. */
    int window(int capacity) {
        long window = (long) capacity + (prefetch == PER_SLOT ? Math.max(capacity, MIN_PREFETCH) : prefetch);
        return (int) Math.max(1, Math.min(window, Integer.MAX_VALUE));
    }
}
