package io.mirai.daemon;

import io.mirai.codec.snippet.SnippetCode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one home of user code on a daemon: the host's class path, and what the host finds elsewhere, behind a {@link
 * FilteringParent}. What was typed into jshell has loaders of its own over this one. Reading a
 * class cannot be interrupted: jars and directories are read through files, not through channels, which an
 * interrupt would close and thereby spoil the class for later tasks.
 */
final class SessionClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String CLASS_FILE = ".class";

    private final HostClasses host;

    /** It has no name, which would stand in every line of a stack. */
    SessionClassLoader(URL[] urls, ClassLoader daemon, HostClasses host) {
        super(urls, new FilteringParent(daemon));
        this.host = host;
    }

    /** Over the URLs that a file lists, one a line. */
    static SessionClassLoader over(Path list, HostClasses host) throws IOException {
        List<String> lines = Files.readAllLines(list);
        URL[] urls = lines.stream().map(SessionClassLoader::url).toArray(URL[]::new);
        return new SessionClassLoader(urls, SessionClassLoader.class.getClassLoader(), host);
    }

    /** Its files and directories, in the form of a class path. */
    String classPath() {
        return Arrays.stream(getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            return super.findClass(name);
        } catch (ClassNotFoundException e) {
            byte[] bytes = SnippetCode.isSnippet(name) ? null : fetch(name);
            if (bytes == null) {
                throw e;
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte @Nullable [] fetch(String name) throws ClassNotFoundException {
        try {
            return host.find(name);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Beside the resources of the class path there are class files that only the host has. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        InputStream here = super.getResourceAsStream(name);
        if (here != null || !name.endsWith(CLASS_FILE)) {
            return here;
        }
        try {
            byte[] bytes =
                    fetch(name.substring(0, name.length() - CLASS_FILE.length()).replace('/', '.'));
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static URL url(String line) {
        try {
            return URI.create(line).toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
