package io.mirai.codec.rules;

import io.mirai.SerialConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How objects of some classes are carried by the user's own functions. What is set replaces all that was set
 * before for what is written from then on; what was written before can still be read. Thread-safe.
 */
public final class SerialConfigs {

    /** The configurations of one moment. An engine that has seen another version knows by this one that it is out of date. */
    private record State(int version, List<SerialConfig<?>> writers, Map<String, SerialConfig<?>> readers) {}

    private volatile State state = new State(0, List.of(), Map.of());

    /** Uses these, and no others, from now on. */
    public synchronized void set(List<? extends SerialConfig<?>> configs) {
        Map<String, SerialConfig<?>> readers = new HashMap<>(state.readers);
        configs.forEach(config -> readers.put(config.type().getName(), config));
        state = new State(state.version + 1, List.copyOf(configs), readers);
    }

    /** Increases with each set. */
    public int version() {
        return state.version;
    }

    /** That of the class itself, or the first of those of what it extends; null if there is none. */
    public @Nullable SerialConfig<?> writer(Class<?> type) {
        SerialConfig<?> found = null;
        for (SerialConfig<?> config : state.writers) {
            if (config.type() == type) {
                return config;
            }
            if (found == null && config.type().isAssignableFrom(type)) {
                found = config;
            }
        }
        return found;
    }

    /** The last that was set for the class of this name; null if none ever was. */
    public @Nullable SerialConfig<?> reader(String name) {
        return state.readers.get(name);
    }
}
