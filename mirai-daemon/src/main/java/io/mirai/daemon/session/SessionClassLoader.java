package io.mirai.daemon.session;

import io.mirai.codec.shape.LambdaShapes;
import io.mirai.codec.snippet.SnippetCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.Permissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one home of user code on a daemon: the host's class path, and what the host finds elsewhere, behind a {@link
 * FilteringParent}. What was typed into jshell has loaders of its own over this one. Reading a
 * class cannot be interrupted: jars and directories are read through files, not through channels, which an
 * interrupt would close and thereby spoil the class for later tasks.
 */
public final class SessionClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String CLASS_FILE = ".class";
    private static final String SERVICES = "META-INF/services/";

    private final HostClasses host;

    /** It has no name, which would stand in every line of a stack. */
    SessionClassLoader(URL[] urls, ClassLoader daemon, HostClasses host) {
        super(urls, new FilteringParent(daemon));
        this.host = host;
    }

    /** Over these URLs, which are none where no file of the host is here. */
    public static SessionClassLoader over(List<String> classPath, HostClasses host) {
        URL[] urls = classPath.stream().map(SessionClassLoader::url).toArray(URL[]::new);
        return new SessionClassLoader(urls, SessionClassLoader.class.getClassLoader(), host);
    }

    /** The shapes of the host's lambdas. */
    public LambdaShapes shapes() {
        return host;
    }

    /** One that finds the same, and has loaded nothing yet. */
    public SessionClassLoader reloaded() {
        return new SessionClassLoader(getURLs(), SessionClassLoader.class.getClassLoader(), host);
    }

    /** Its files and directories, in the form of a class path. */
    public String classPath() {
        return Arrays.stream(getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * None, as nobody asks for them: those of a file the JDK 17 cannot even make in a working directory whose name the
     * host's language has no letters for.
     */
    @Override
    protected PermissionCollection getPermissions(CodeSource source) {
        return new Permissions();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            return super.findClass(name);
        } catch (ClassNotFoundException e) {
            byte[] bytes = SnippetCode.isSnippet(name) || OwnThreads.isCurrent() ? null : fetch(name);
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

    /** A task has come, and with it perhaps a loader that has what was missing. */
    public void onTask() {
        host.onTask();
    }

    /** Beside the resources of the class path there are class files, services and resources that only the host has. */
    @Override
    public @Nullable URL findResource(String name) {
        URL here = super.findResource(name);
        if (here != null) {
            return here;
        }
        List<URL> there = onlyThere(name);
        return there.isEmpty() ? null : there.get(0);
    }

    /** For a service the host's answer comes after the files that are here, unless it adds nothing to them. */
    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(super.findResources(name)));
        if (found.isEmpty() || name.startsWith(SERVICES)) {
            List<URL> there = onlyThere(name);
            if (found.isEmpty() || !lines(found).containsAll(lines(there))) {
                found.addAll(there);
            }
        }
        return Collections.enumeration(found);
    }

    /** What only the host may have; nothing if it has not, or cannot be asked, or it is nothing that it hands out. */
    private List<URL> onlyThere(String name) {
        if (OwnThreads.isCurrent()) {
            return List.of(); // the JDK looks for its providers here, before there is a link
        }
        try {
            if (name.endsWith(CLASS_FILE)) {
                String path = name.substring(0, name.length() - CLASS_FILE.length());
                return url(name, host.find(path.replace('/', '.')));
            }
            if (name.startsWith(SERVICES)) {
                return url(name, host.services(name.substring(SERVICES.length())));
            }
            return host.resources(name).stream()
                    .map(bytes -> HostUrl.of(name, bytes))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<URL> url(String name, byte @Nullable [] bytes) {
        return bytes == null ? List.of() : List.of(HostUrl.of(name, bytes));
    }

    private static Set<String> lines(List<URL> files) throws IOException {
        Set<String> lines = new HashSet<>();
        for (URL file : files) {
            try (InputStream in = file.openStream()) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .forEach(lines::add);
            }
        }
        lines.remove("");
        return lines;
    }

    private static URL url(String line) {
        try {
            return URI.create(line).toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
