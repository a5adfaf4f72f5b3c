package io.mirai.codec.snippet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The code of the classes of snippets, each read once for all tasks, and for as long as its loader lives. jshell may give
 * new bytes to a class that it has made before, so the bytes are compared at each use, by their checksum: that costs little where
 * to read them as code costs much. Thread-safe.
 */
public final class ClassCodes {

    private final Map<ClassLoader, Map<String, ClassCode>> known = new WeakHashMap<>(); // guarded by itself
    private final Function<byte[], ClassCode> reading;

    /** Knows no class yet. */
    public ClassCodes() {
        this(ClassCode::of);
    }

    /** Reads class files by this function. */
    ClassCodes(Function<byte[], ClassCode> reading) {
        this.reading = reading;
    }

    /**
     * The code of a class as it is now.
     *
     * @param loader has its bytes as a resource
     * @throws IOException if the bytes cannot be read
     */
    ClassCode of(ClassLoader loader, String internalName) throws IOException {
        byte[] bytes;
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            if (in == null) {
                throw new IOException("no bytes of " + internalName);
            }
            bytes = in.readAllBytes();
        }
        Map<String, ClassCode> ofLoader = of(loader);
        ClassCode last = ofLoader.get(internalName);
        if (last != null && last.checksum() == SnippetCode.checksum(bytes)) {
            return last;
        }
        try {
            ClassCode code = reading.apply(bytes);
            ofLoader.put(internalName, code);
            return code;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Map<String, ClassCode> of(ClassLoader loader) {
        synchronized (known) {
            return known.computeIfAbsent(loader, first -> new ConcurrentHashMap<>());
        }
    }
}
