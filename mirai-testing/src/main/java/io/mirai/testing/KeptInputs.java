package io.mirai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The inputs that a search has found, kept as files in a directory beside the class of the test. */
public final class KeptInputs {

    private KeptInputs() {}

    /** Those of one directory. */
    public static Stream<byte[]> of(Class<?> test, String directory) {
        URL found = Objects.requireNonNull(test.getResource(directory), directory);
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            return List.copyOf(files.sorted().map(KeptInputs::read).toList()).stream();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(directory, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
