package io.mirai;

import io.mirai.dispatch.Texts;
import java.util.List;
import java.util.Objects;

/** What a map asks for besides its elements and function. Immutable: every method returns a changed copy. */
public final class MapOptions {

    private static final int MIN_PREFETCH = 16;
    private static final int PER_SLOT = -1;
    private static final MapOptions NONE = new MapOptions(TaskOptions.none(), List.of(), PER_SLOT, false);

    private final TaskOptions task;
    private final List<String> names;
    private final int prefetch;
    private final boolean unordered;

    private MapOptions(TaskOptions task, List<String> names, int prefetch, boolean unordered) {
        this.task = task;
        this.names = names;
        this.prefetch = prefetch;
        this.unordered = unordered;
    }

    /** No limits, no names, in order. */
    public static MapOptions none() {
        return NONE;
    }

    /**
     * What the task of every element asks for. Its time limits count from the call that submits the map, or in the lazy
     * form from when the element's task is submitted; its named values are shipped once to each daemon, like the function. A
     * name is that of the map: elements are called {@code name[index]}.
     */
    public MapOptions task(TaskOptions each) {
        return new MapOptions(Objects.requireNonNull(each, "each"), names, prefetch, unordered);
    }

    /**
     * Names the elements, in order; see {@link MiraiMap#collectNamed}. The lazy form takes none.
     *
     * @throws NullPointerException if one is null
     */
    public MapOptions names(List<String> names) {
        return new MapOptions(task, List.copyOf(names), prefetch, unordered);
    }

    /**
     * Lazy form: how many elements it asks upstream for, beside one for each task that the daemons run at once. As many
     * as those if not said, and at least 16. In the other forms, which have all of them, as many are encoded ahead.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MapOptions prefetch(int elements) {
        if (elements < 0) {
            throw new IllegalArgumentException(Texts.negativePrefetch(elements));
        }
        return new MapOptions(task, names, elements, unordered);
    }

    /** Lazy form: results come as they are completed. The other forms have {@link MiraiMap#unordered()} for it. */
    public MapOptions unordered() {
        return new MapOptions(task, names, prefetch, true);
    }

    TaskOptions task() {
        return task;
    }

    List<String> names() {
        return names;
    }

    /** What the task of this element is called. */
    String nameOf(long index) {
        String base = task.name();
        if (names.isEmpty()) {
            return base.isEmpty() ? "" : base + "[" + index + "]";
        }
        return base.isEmpty() ? names.get((int) index) : base + "[" + names.get((int) index) + "]";
    }

    boolean isUnordered() {
        return unordered;
    }

    /** How many elements may be under way where the daemons run so many tasks at once. */
    int window(int slots) {
        long window = (long) slots + (prefetch == PER_SLOT ? Math.max(slots, MIN_PREFETCH) : prefetch);
        return (int) Math.max(1, Math.min(window, Integer.MAX_VALUE));
    }
}
