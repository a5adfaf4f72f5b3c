package io.mirai.launch;

import io.mirai.daemon.Texts;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's own classes come from, for its daemons to read them there too: its class path and its module
 * path. What a jar's manifest adds, the daemon's loader follows by itself.
 */
final class SessionClassPath {

    private SessionClassPath() {}

    /** Writes it down, one absolute URL a line. */
    static void writeTo(Path file) throws IOException {
        List<String> urls = urls(System.getProperty("java.class.path"), System.getProperty("jdk.module.path"));
        write(file, urls);
    }

    /**
     * Writes the list of a daemon that has more than its host: what the host has comes first.
     *
     * @throws IllegalStateException if there is nothing at one of the paths
     */
    static void extend(Path list, List<String> entries, Path file) throws IOException {
        List<String> urls = new ArrayList<>(Files.readAllLines(list));
        for (String entry : entries) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                throw new IllegalStateException(Texts.notOnDisk(entry, path.toAbsolutePath()));
            }
            urls.add(url(path));
        }
        write(file, urls);
    }

    private static void write(Path file, List<String> urls) throws IOException {
        try {
            Files.write(file, urls);
        } catch (IOException e) {
            throw new IOException(Texts.notWritten(file, e), e);
        }
    }

    static List<String> urls(@Nullable String classPath, @Nullable String modulePath) throws IOException {
        List<String> urls = new ArrayList<>();
        if (classPath != null) {
            for (String entry : classPath.split(File.pathSeparator, -1)) {
                urls.add(url(Path.of(entry)));
            }
        }
        if (modulePath != null) {
            for (String entry : modulePath.split(File.pathSeparator, -1)) {
                addModules(Path.of(entry), urls);
            }
        }
        return urls;
    }

    /** An entry of the module path is a module, or a directory of modules. */
    private static void addModules(Path entry, List<String> urls) throws IOException {
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

    private static String url(Path entry) throws IOException {
        URL url = entry.toAbsolutePath().toUri().toURL();
        return url.toString();
    }
}
