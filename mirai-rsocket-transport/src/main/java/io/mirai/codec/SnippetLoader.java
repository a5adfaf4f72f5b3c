package io.mirai.codec;

import io.mirai.codec.snippet.SnippetCode;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The home of what was typed into jshell, on one thread of a daemon: tasks with different values of a variable may
 * run at once. All else comes from the session. jshell gives new code to a class that it has made before,
 * when what the class depends on is typed again; then a new loader replaces this one.
 */
final class SnippetLoader extends OwnClasses {

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
    protected boolean isOwn(String name) {
        return SnippetCode.isSnippet(name);
    }

    @Override
    protected @Nullable InputStream classFile(String path) {
        return session.getResourceAsStream(path);
    }

    @Override
    protected void onMade(String name, byte[] bytes) {
        checksums.put(name, SnippetCode.checksum(bytes));
    }

    /** A daemon that is a host itself hands on what it has from its own. */
    @Override
    public InputStream getResourceAsStream(String name) {
        return session.getResourceAsStream(name);
    }
}
