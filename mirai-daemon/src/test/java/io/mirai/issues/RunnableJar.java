package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the runnable jar, in an environment of nothing but a cache, and a directory of its own. */
final class RunnableJar implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    /** What has come of it. */
    record Ended(int status, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private RunnableJar(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Path file() {
        return Path.of(System.getProperty("runnableJar"));
    }

    static List<String> command(String... arguments) {
        return command(file(), arguments);
    }

    private static List<String> command(Path jar, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dsun.misc.unsafe.memory.access=allow"); // else Java 24 warns
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts it; what it gets over standard input has then been written. */
    static RunnableJar start(Path directory, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        return start(file(), directory, environment, input, arguments);
    }

    /** Starts a copy of it. */
    static RunnableJar start(
            Path jar, Path directory, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command(jar, arguments))
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has not waited for it.
        }
        return new RunnableJar(process, out, err);
    }

    /** Runs it to its end. */
    static Ended run(Path directory, String input, String... arguments) throws Exception {
        try (RunnableJar jar = start(directory, Map.of(), input, arguments)) {
            return jar.end();
        }
    }

    Process process() {
        return process;
    }

    Ended end() throws Exception {
        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("its end")
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(out), err());
    }

    /** What it has said on standard error so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
