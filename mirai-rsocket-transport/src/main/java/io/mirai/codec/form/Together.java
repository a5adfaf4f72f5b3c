package io.mirai.codec.form;

import io.mirai.SerialConfig;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of one graph that a function of the user's makes bytes of all together. They are known when the graph has been written once:
 * so it is written again, and the first of them then brings all. Not thread-safe.
 */
public final class Together {

    private final Map<SerialConfig<?>, List<Object>> met = new HashMap<>();
    private final Map<SerialConfig<?>, List<?>> read = new HashMap<>();
    private final Map<SerialConfig<?>, Integer> written = new HashMap<>();
    private boolean gathering = true;

    /** Whether there were any, which are not all known. */
    public boolean isIncomplete() {
        return gathering && !met.isEmpty();
    }

    /** All are known; they are written now, in the same order. */
    public void complete() {
        gathering = false;
    }

    /** Forgets all. */
    public void clear() {
        met.clear();
        read.clear();
        written.clear();
        gathering = true;
    }

    boolean isGathering() {
        return gathering;
    }

    /** The place of an object that is met now. */
    int add(SerialConfig<?> config, Object object) {
        List<Object> all = all(config);
        if (gathering) {
            all.add(object);
            return all.size() - 1;
        }
        int place = written.merge(config, 1, Integer::sum) - 1;
        if (place >= all.size() || all.get(place) != object) {
            throw new Refusal(config.type(), Texts.changedMeanwhile());
        }
        return place;
    }

    List<Object> all(SerialConfig<?> config) {
        return met.computeIfAbsent(config, first -> new ArrayList<>());
    }

    void put(SerialConfig<?> config, List<?> objects) {
        read.put(config, objects);
    }

    List<?> read(SerialConfig<?> config) {
        return read.getOrDefault(config, List.of());
    }
}
