package io.mirai.launch.jvm;

import io.mirai.daemon.shared.FileFault;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's own classes come from, for its daemons to read them there too: its class path, its module
 * path, and the class paths of other loaders. What a jar's manifest adds, the daemon's loader follows by itself.
 */
public final class SessionClassPath {

    private SessionClassPath() {}

    /**
     * Writes it down, one absolute URL a line.
     *
     * @param loaders those of the user
     * @param copies where files are that are none here
     */
    public static void writeTo(Path file, List<ClassLoader> loaders, JarCopies copies) throws IOException {
        List<URL> system = urls(System.getProperty("java.class.path"), System.getProperty("jdk.module.path"));
        Set<String> urls = new LinkedHashSet<>();
        for (URL url : new LoaderPaths(system).urls(loaders)) {
            copy(url, copies).ifPresent(urls::add);
        }
        write(file, List.copyOf(urls));
    }

    /** What has no file the daemons ask for. */
    private static Optional<String> copy(URL url, JarCopies copies) throws IOException {
        Optional<Path> copy = copies.onDisk(url);
        return copy.isEmpty() ? Optional.empty() : Optional.of(url(copy.get()).toString());
    }

    /**
     * Writes the list of a daemon that has more than its host: what the host has comes first.
     *
     * @throws IllegalStateException if there is nothing at one of the paths
     */
    public static void extend(Path list, List<String> entries, Path file) throws IOException {
        List<String> urls = new ArrayList<>(Files.readAllLines(list));
        for (String entry : entries) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                throw new IllegalStateException(Texts.notOnDisk(entry, path.toAbsolutePath()));
            }
            urls.add(url(path).toString());
        }
        write(file, urls);
    }

    private static void write(Path file, List<String> urls) throws IOException {
        try {
            WholeFile.write(file, urls, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw FileFault.notWritten(file, e);
        }
    }

    static List<URL> urls(@Nullable String classPath, @Nullable String modulePath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries(classPath)) {
            urls.add(url(entry));
        }
        for (Path entry : entries(modulePath)) {
            addModules(entry, urls);
        }
        return urls;
    }

    /** What is no path of this system the JVM has skipped too. */
    private static List<Path> entries(@Nullable String path) {
        List<Path> entries = new ArrayList<>();
        for (String entry : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            try {
                entries.add(Path.of(entry));
            } catch (InvalidPathException e) {
                // Such as a letter that the language of the environment does not have.
            }
        }
        return entries;
    }

    /** An entry of the module path is a module, or a directory of modules. */
    private static void addModules(Path entry, List<URL> urls) throws IOException {
        if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
            urls.add(url(entry));
            return;
        }
        try (var modules = Files.newDirectoryStream(entry)) {
            for (Path module : modules) {
                urls.add(url(module));
            }
        }
    }

    private static URL url(Path entry) throws MalformedURLException {
        return entry.toAbsolutePath().toUri().toURL();
    }
}
