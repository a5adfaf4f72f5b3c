package io.mirai.daemon.task;

import io.mirai.spi.Work;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tasks of this daemon have left to later ones in {@link io.mirai.DaemonContext#globals()}. Thread-safe: what is
 * left is a map that nobody changes, each task has a map of its own, and at its end only what the task changed
 * is taken over, so that of two tasks that ran at once neither loses what the other left.
 */
final class Globals {

    private final boolean cleaned;
    private volatile Map<String, Object> left = Map.of(); // changed under the lock of this

    /**
     * Nothing is left yet.
     *
     * @param cleaned whether what a task leaves goes with it, unless it is one for all daemons
     */
    Globals(boolean cleaned) {
        this.cleaned = cleaned;
    }

    /** A task begins, and has named values of its own. */
    OfTask begin(Map<String, Object> values) {
        return new OfTask(left, values);
    }

    /** Takes over what is left there, but for what is left here and for objects of user classes: theirs are gone. */
    synchronized void addFrom(Globals before) {
        Map<String, Object> merged = new LinkedHashMap<>();
        before.left.forEach((name, value) -> {
            if (isOfTheJdk(value)) {
                merged.put(name, value);
            }
        });
        merged.putAll(left);
        left = Collections.unmodifiableMap(merged);
    }

    private static boolean isOfTheJdk(@Nullable Object value) {
        ClassLoader loader = value == null ? null : value.getClass().getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private synchronized void add(Map<String, Object> found, Map<String, Object> last) {
        Map<String, Object> merged = new LinkedHashMap<>(left);
        for (String name : found.keySet()) {
            if (!last.containsKey(name)) {
                merged.remove(name);
            }
        }
        last.forEach((name, value) -> {
            if (!found.containsKey(name) || found.get(name) != value) {
                merged.put(name, value);
            }
        });
        left = Collections.unmodifiableMap(merged);
    }

    private boolean stays(Work.Kind kind, boolean succeeded) {
        return switch (kind) {
            case EVERYWHERE -> succeeded;
            case VALUE, STREAM, SERIAL -> !cleaned;
        };
    }

    /** Those of one task. */
    final class OfTask {

        private final Map<String, Object> found;
        private final Map<String, Object> map; // also of threads that the task leaves behind

        private OfTask(Map<String, Object> found, Map<String, Object> values) {
            this.found = found;
            Map<String, Object> own = new LinkedHashMap<>(found);
            own.putAll(values);
            this.map = Collections.synchronizedMap(own);
        }

        /** What the task sees, and may change. */
        Map<String, Object> map() {
            return map;
        }

        /** The task has ended. */
        void end(Work.Kind kind, boolean succeeded) {
            if (stays(kind, succeeded)) {
                Map<String, Object> last;
                synchronized (map) {
                    last = new LinkedHashMap<>(map);
                }
                add(found, last);
            }
        }
    }
}
