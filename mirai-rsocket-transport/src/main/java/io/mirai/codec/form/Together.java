package io.mirai.codec.form;

import io.mirai.SerialConfig;
import io.mirai.codec.rules.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of one graph that one function of a SerialConfig turns into bytes all together. They are known when the graph has been written once:
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

    /** The position of an object that is met now. */
    int add(SerialConfig<?> config, Object object) {
        List<Object> all = all(config);
        if (gathering) {
            all.add(object);
            return all.size() - 1;
        }
        int position = written.merge(config, 1, Integer::sum) - 1;
        if (position >= all.size() || all.get(position) != object) {
            throw new Refusal(config.type(), Texts.changedMeanwhile());
        }
        return position;
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
