package io.mirai.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for secrets where everybody of this machine, or of this user, could see them. */
public final class Secrets {

    private static final String BEGINNING = "mirai1_";

    private Secrets() {}

    /** The processes that show any secret in their arguments or their environment. */
    public static List<Path> inProcesses() throws IOException {
        return inProcesses(BEGINNING);
    }

    /** The processes that show this text there. */
    public static List<Path> inProcesses(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                for (String name : List.of("cmdline", "environ")) {
                    try {
                        if (Files.readString(process.resolve(name), StandardCharsets.ISO_8859_1)
                                .contains(text)) {
                            found.add(process.resolve(name));
                        }
                    } catch (IOException e) {
                        // It has ended, or is another user's.
                    }
                }
            }
        }
        return found;
    }
}
