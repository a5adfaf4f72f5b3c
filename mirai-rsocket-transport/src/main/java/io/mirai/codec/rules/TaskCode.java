package io.mirai.codec.rules;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the code of tasks comes from: directories, jars and modules. A class from none of these (jshell's, a script's) shares its
 * place with all that its loader has made so. Thread-safe.
 *
 * <pre>
 *   code source                             class files begin with
 *   file:/app/classes/                      file:/app/classes/
 *   file:/app.jar                           jar:file:/app.jar!/
 *   jar:nested:/app.jar/!BOOT-INF/…!/       the same
 *   jrt:/com.example.app                    jrt:/com.example.app/
 *   none, or one that is not there          whatever; the loader counts
 * </pre>
 */
final class TaskCode {

    private static final String NOWHERE = "";

    private static final ClassValue<String> PLACES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            URL location = source == null ? null : source.getLocation();
            return location == null ? NOWHERE : place(location);
        }
    };

    private final Set<String> places = ConcurrentHashMap.newKeySet();
    private final Set<ClassLoader> loaders = Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself

    private static String place(URL location) {
        String text = text(location);
        return switch (location.getProtocol()) {
            case "file" -> placeOfFile(location, text);
            case "jar" -> text.endsWith("/") ? text : text + "!/";
            case "jrt" -> text.endsWith("/") ? text : text + "/";
            default -> NOWHERE;
        };
    }

    private static String placeOfFile(URL location, String text) {
        File file;
        try {
            file = new File(location.toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return NOWHERE;
        }
        if (file.isDirectory()) {
            return text.endsWith("/") ? text : text + "/";
        }
        return file.exists() ? "jar:" + text + "!/" : NOWHERE;
    }

    /** Loaders write the address of one file in two ways. */
    private static String text(URL url) {
        return url.toString().replace("file:///", "file:/");
    }

    /** A task has code of this class. */
    void add(Class<?> code) {
        String place = PLACES.get(code);
        if (!place.isEmpty()) {
            places.add(place);
            return;
        }
        synchronized (loaders) {
            loaders.add(code.getClassLoader());
        }
    }

    /** Whether a class file is there, which may be of a class that this has; the class itself tells. */
    boolean mayHave(String path, ClassLoader view) {
        URL file = view.getResource(path);
        String text = file == null ? NOWHERE : text(file);
        return places.stream().anyMatch(text::startsWith) || loaders().stream().anyMatch(loader -> isOwn(path, loader));
    }

    private static boolean isOwn(String path, ClassLoader loader) {
        @Nullable ClassLoader parent = loader.getParent();
        return loader.getResource(path) != null && (parent == null || parent.getResource(path) == null);
    }

    /** Whether a class comes from where code of a task does. */
    boolean has(Class<?> type) {
        String place = PLACES.get(type);
        return place.isEmpty() ? loaders().contains(type.getClassLoader()) : places.contains(place);
    }

    private List<ClassLoader> loaders() {
        synchronized (loaders) {
            return new ArrayList<>(loaders);
        }
    }
}
