package io.mirai.launch.remote;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one file that a daemon needs elsewhere. */
final class RunnableJar {

    private static final String NAME = "mirai-daemon";
    private static final String SUFFIX = "-all.jar";

    private RunnableJar() {}

    /** Finds the file on this machine: beside this code. */
    static Optional<Path> find() {
        return Optional.ofNullable(beside(ownCode()));
    }

    /** Returns what it is called. */
    static String name() {
        return NAME + version() + SUFFIX;
    }

    /** Returns its coordinates, as Maven takes them. */
    static String artifact() {
        String version = version();
        return "io.mirai:" + NAME + ":" + (version.isEmpty() ? "VERSION" : version.substring(1)) + ":jar:all";
    }

    /** Returns its version, after a hyphen; empty if it has none. */
    private static String version() {
        String version = RunnableJar.class.getPackage().getImplementationVersion(); // of the jar's manifest
        return version == null ? "" : "-" + version;
    }

    /** Where this class is from; null if that is no file. */
    private static @Nullable Path ownCode() {
        CodeSource source = RunnableJar.class.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? null
                    : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null; // such as a jar in a jar
        }
    }

    /** A repository and a build have it beside the plain jar, or the directory of the classes. */
    private static @Nullable Path beside(@Nullable Path code) {
        Path directory = code == null ? null : code.getParent();
        if (code == null || directory == null) {
            return null;
        }
        String name = String.valueOf(code.getFileName());
        if (name.endsWith(".jar") && !name.startsWith(NAME)) {
            return null; // an application's, into which ours was packed: its main class is not ours
        }
        if (name.endsWith(SUFFIX)) {
            return code;
        }
        String wanted = name.endsWith(".jar") ? name.substring(0, name.length() - ".jar".length()) : NAME + "-*";
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, wanted + SUFFIX)) {
            Iterator<Path> found = jars.iterator();
            return found.hasNext() ? found.next() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
