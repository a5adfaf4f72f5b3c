package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged program, started as its users start it. */
final class Program {

    private static final int DEADLINE_SECONDS = 100;
    private static final int WARNS_SINCE = 24;

    private Program() {}

    /** The java that runs this. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A command line of it, with the flags that the README names for a host. */
    static List<String> command(Path java, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        if (Runtime.version().feature() >= WARNS_SINCE) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** What it prints until it ends, as it must, with nothing on its standard error. */
    static String output(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile("output", "");
        Path errors = Files.createTempFile("errors", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("the end of %s", command)
                    .isTrue();
            assertThat(errors).as("standard error of %s", command).isEmptyFile();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
