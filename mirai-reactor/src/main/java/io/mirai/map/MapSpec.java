package io.mirai.map;

import io.mirai.task.TaskSpec;
import java.util.List;

/**
 * What a map asks for besides its elements and function.
 *
 * @param task what the task of every element asks for
 * @param names the names of the elements, in order; empty if they have none
 * @param prefetch how many elements are under way beside one for each task that the daemons run at once; {@link #PER_SLOT} if
 *     the user does not say
 * @param unordered whether the lazy form brings results as they are completed
 */
public record MapSpec(TaskSpec task, List<String> names, int prefetch, boolean unordered) {

    /** As many as the daemons run at once, and at least 16. */
    static final int PER_SLOT = -1;

    /** No limits, no names, in order. */
    public static final MapSpec NONE = new MapSpec(TaskSpec.NONE, List.of(), PER_SLOT, false);

    private static final int MIN_PREFETCH = 16;

    /** A copy with another task. */
    public MapSpec withTask(TaskSpec other) {
        return new MapSpec(other, names, prefetch, unordered);
    }

    /** A copy with other names. */
    public MapSpec withNames(List<String> other) {
        return new MapSpec(task, other, prefetch, unordered);
    }

    /** A copy with another prefetch. */
    public MapSpec withPrefetch(int elements) {
        return new MapSpec(task, names, elements, unordered);
    }

    /** A copy whose results come as they are completed. */
    public MapSpec inAnyOrder() {
        return new MapSpec(task, names, prefetch, true);
    }

    /** What the task of this element is called. */
    String nameOf(long index) {
        String base = task.name();
        if (names.isEmpty()) {
            return base.isEmpty() ? "" : base + "[" + index + "]";
        }
        return base.isEmpty() ? names.get((int) index) : base + "[" + names.get((int) index) + "]";
    }

    /** How many elements may be under way where the daemons run so many tasks at once. */
    int window(int slots) {
        long window = (long) slots + (prefetch == PER_SLOT ? Math.max(slots, MIN_PREFETCH) : prefetch);
        return (int) Math.max(1, Math.min(window, Integer.MAX_VALUE));
    }
}
