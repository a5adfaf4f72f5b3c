package io.mirai;

import io.mirai.map.MapSpec;
import java.util.List;

/** What a map asks for besides its elements and function. Immutable: every method returns a changed copy. */
public final class MapOptions {

    private static final MapOptions NONE = new MapOptions(MapSpec.NONE);

    private final MapSpec spec;

    private MapOptions(MapSpec spec) {
        this.spec = spec;
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
        return new MapOptions(spec.withTask(each.spec()));
    }

    /**
     * Names the elements, in order; see {@link MiraiMap#collectNamed}. The lazy form takes none.
     *
     * @throws NullPointerException if one is null
     */
    public MapOptions names(List<String> names) {
        return new MapOptions(spec.withNames(List.copyOf(names)));
    }

    /**
     * Lazy form: how many elements it asks upstream for, beside one for each task that the daemons run at once. As many
     * as those if not said, and at least 16. In the other forms, which have all of them, as many are encoded ahead,
     * beside those that the daemons have.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MapOptions prefetch(int elements) {
        if (elements < 0) {
            throw new IllegalArgumentException(Texts.negativePrefetch(elements));
        }
        return new MapOptions(spec.withPrefetch(elements));
    }

    /** Lazy form: results come as they are completed. The other forms have {@link MiraiMap#unordered()} for it. */
    public MapOptions unordered() {
        return new MapOptions(spec.inAnyOrder());
    }

    MapSpec spec() {
        return spec;
    }
}
