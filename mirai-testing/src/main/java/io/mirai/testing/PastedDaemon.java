package io.mirai.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A daemon that its host has not started: a line of the host, given to a shell in an empty environment and a directory of its
 * own, as somebody pastes it on another machine. The runnable jar is used if the system property {@code runnableJar} names it,
 * else the class path of the test.
 */
public final class PastedDaemon implements AutoCloseable {

    private static final String MAIN = "io.mirai.daemon.command.Main";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process shell;
    private final Path directory;

    private PastedDaemon(Process shell, Path directory) {
        this.shell = shell;
        this.directory = directory;
    }

    /** Pastes a line. */
    public static PastedDaemon paste(String line) throws IOException {
        return paste(line, Surroundings.here());
    }

    /** Pastes a line where these are the surroundings. */
    public static PastedDaemon paste(String line, Surroundings surroundings) throws IOException {
        Path directory = Files.createTempDirectory("pasted");
        Process shell =
                in(directory, surroundings, runHere(line, surroundings.java())).start();
        shell.getOutputStream().close();
        return new PastedDaemon(shell, directory);
    }

    /** A process with nothing of this one, whose output is kept in files. */
    private static ProcessBuilder in(Path directory, Surroundings surroundings, String line) {
        List<String> command = new ArrayList<>(surroundings.wrapper());
        command.addAll(List.of("sh", "-c", line));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("HOME", directory.toString());
        environment.putAll(surroundings.environment());
        return builder;
    }

    /** The line with this Java and this code in it; the pipe's last command in the place of its shell. */
    private static String runHere(String line, Path java) {
        String jar = System.getProperty("runnableJar", "");
        String code = jar.isEmpty() ? "-cp '" + classPath() + "' " + MAIN : "-jar '" + jar + "'";
        return line.replaceFirst("\\| java ", "| exec " + java + " ").replaceFirst("-jar \\S+", code);
    }

    private static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The process of the daemon: the one that the shell has started last. */
    public ProcessHandle process() {
        return shell.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no daemon: " + said()));
    }

    /** Waits for its end. */
    public int awaitExit() throws InterruptedException {
        if (!shell.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on: " + said());
        }
        return shell.exitValue();
    }

    /** Runs this on another thread when the shell has ended. */
    public void onExit(Runnable then) {
        var unused = shell.onExit().thenRun(then);
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** What it has said so far. */
    public String said() {
        try {
            return Files.readString(directory.resolve("out")) + Files.readString(directory.resolve("err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, and what it has started. */
    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        try {
            awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
