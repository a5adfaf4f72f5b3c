package io.mirai.launch.jvm;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class paths of class loaders: those of an executable Spring Boot jar, of {@code mvn exec:java}, of plugins. Each loader
 * is asked for its own URLs, and for those of its parents, in the order in which it looks there: most ask their parent
 * first, but some do not.
 */
final class LoaderPaths {

    /** Nearly every jar has one. */
    private static final String PROBE = "META-INF/MANIFEST.MF";

    private final List<URL> system;

    /** The class path of the system's loader, which does not tell it, is given. */
    LoaderPaths(List<URL> system) {
        this.system = system;
    }

    /** The URLs of all of them, each once, and then the system's. */
    List<URL> urls(List<ClassLoader> loaders) {
        Set<String> known = new LinkedHashSet<>();
        return Stream.concat(loaders.stream().flatMap(loader -> urls(loader).stream()), system.stream())
                .filter(url -> known.add(url.toString())) // URLs themselves would ask for addresses of servers
                .toList();
    }

    private List<URL> urls(@Nullable ClassLoader loader) {
        if (loader == null) {
            return List.of();
        }
        if (loader == ClassLoader.getSystemClassLoader()) {
            return system;
        }
        List<URL> above = urls(loader.getParent());
        List<URL> own = loader instanceof URLClassLoader some ? urlsOf(some) : List.of();
        List<URL> all = new ArrayList<>();
        all.addAll(own.isEmpty() || !looksThereFirst(loader, own) ? above : own);
        all.addAll(own);
        all.addAll(above);
        return all;
    }

    private static List<URL> urlsOf(URLClassLoader loader) {
        URL[] urls = loader.getURLs();
        return urls == null ? List.of() : List.of(urls); // null where a closed one is of a server
    }

    /** Whether it finds in its own URLs what its parent has too. */
    private static boolean looksThereFirst(ClassLoader loader, List<URL> own) {
        ClassLoader parent = loader.getParent();
        URL found = loader.getResource(PROBE);
        URL above = parent == null ? null : parent.getResource(PROBE);
        return found != null
                && above != null
                && !found.toString().equals(above.toString())
                && own.stream().anyMatch(url -> isIn(found.toString(), url.toString()));
    }

    private static boolean isIn(String resource, String url) {
        String root = resource.substring(0, resource.length() - PROBE.length());
        return root.equals(url) || root.equals("jar:" + url + "!/");
    }
}
