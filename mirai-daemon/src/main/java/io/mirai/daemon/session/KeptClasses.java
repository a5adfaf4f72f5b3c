package io.mirai.daemon.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Class files that a host has sent, most of them before this daemon asked: they are here when they are needed, and again when
 * user classes are reloaded. Beyond a bound the oldest go, and are asked for. Thread-safe.
 */
final class KeptClasses {

    /** Some thousands of classes. */
    static final int MAX_BYTES = 32 << 20;

    private final Map<String, byte[]> files = new LinkedHashMap<>(); // by name, the oldest first; guarded by this
    private int bytes; // guarded by this

    synchronized byte @Nullable [] get(String name) {
        return files.get(name);
    }

    synchronized void add(Map<String, byte[]> classes) {
        classes.forEach(this::add);
        Iterator<byte[]> oldest = files.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    private void add(String name, byte[] file) {
        byte[] before = files.put(name, file);
        bytes += file.length - (before == null ? 0 : before.length);
    }

    synchronized void clear() {
        files.clear();
        bytes = 0;
    }
}
