package io.mirai.codec;

import io.mirai.codec.snippet.SnippetCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The home of what was typed into jshell, on one thread of a daemon: tasks with different values of a variable may
 * run at once. All else comes from the session. jshell gives new code to a class that it has made before,
 * when what the class depends on is typed again; then a new loader takes the place of this one.
 */
final class SnippetLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader session;
    private final Map<String, Integer> checksums = new ConcurrentHashMap<>();

    /** Takes the bytes of snippets from the session's resources. */
    SnippetLoader(ClassLoader session) {
        super(session);
        this.session = session;
    }

    /** Whether none of these classes was loaded here in another version. */
    boolean agreesWith(Map<String, Integer> classes) {
        return classes.entrySet().stream()
                .allMatch(each ->
                        checksums.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue()));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!SnippetCode.isSnippet(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in = session.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        Class<?> type = defineClass(name, bytes, 0, bytes.length);
        checksums.put(name, SnippetCode.checksum(bytes));
        return type;
    }

    /** A daemon that is a host itself hands on what it has from its own. */
    @Override
    public InputStream getResourceAsStream(String name) {
        return session.getResourceAsStream(name);
    }
}
