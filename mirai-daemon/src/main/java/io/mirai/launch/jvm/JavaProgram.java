package io.mirai.launch.jvm;

import io.mirai.machine.Machine;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code java} that daemons are started with.
 *
 * @param executable its path, or its name on the {@code PATH}
 * @param feature the Java version, or the oldest possible one: its flags every other knows too
 */
public record JavaProgram(String executable, int feature) {

    private static final int OLDEST = 17;

    /**
     * This JVM's own, else that of the {@code PATH}: a run-time image may have none.
     *
     * @throws IllegalStateException if there is none at all
     */
    public static JavaProgram ofHost() {
        Path home = Path.of(System.getProperty("java.home"));
        Path own = Machine.java(home);
        if (Files.isExecutable(own)) {
            return new JavaProgram(own.toString(), Runtime.version().feature());
        }
        Path found = onPath(own.getFileName().toString(), System.getenv("PATH"))
                .orElseThrow(() -> new IllegalStateException(Texts.noJava(own)));
        return new JavaProgram(found.toString(), versionOf(found));
    }

    /** Another one, by its path or by its name on the {@code PATH}. */
    public static JavaProgram at(String executable) {
        return new JavaProgram(
                executable, find(executable).map(JavaProgram::versionOf).orElse(OLDEST));
    }

    /**
     * What tells its JVM from every other, also from the one that an update puts in its place. Empty where the image does not say it,
     * and for a script.
     */
    Optional<String> identity() {
        try {
            Optional<Path> found = find(executable);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Path image = imageOf(found.get());
            Path modules = image.resolve("lib/modules");
            return Optional.of(image + "\n"
                    + Files.readString(image.resolve("release"))
                    + Files.size(modules) + " "
                    + Files.getLastModifiedTime(modules).toMillis());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> find(String executable) {
        boolean isName = !executable.contains("/") && !executable.contains(File.separator);
        return isName ? onPath(executable, System.getenv("PATH")) : Optional.of(Path.of(executable));
    }

    private static Path imageOf(Path executable) throws IOException {
        return executable.toRealPath().resolve("../..").normalize();
    }

    private static Optional<Path> onPath(String name, @Nullable String path) {
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator, -1))
                        .flatMap(directory -> resolve(directory, name))
                        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                        .findFirst();
    }

    private static Stream<Path> resolve(String directory, String name) {
        try {
            return Stream.of(Path.of(directory, name));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** As the image says that it lies in; a script says nothing. */
    private static int versionOf(Path executable) {
        try {
            Properties release = new Properties();
            try (Reader in = Files.newBufferedReader(imageOf(executable).resolve("release"))) {
                release.load(in);
            }
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | RuntimeException e) {
            return OLDEST;
        }
    }
}
