package io.mirai.bench.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the JVMs of a benchmark with this JVM's Java, and with its class path unless another is given. */
public final class Jvm {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Jvm() {}

    /** Prepares a JVM with the flags that a local daemon gets. */
    public static ProcessBuilder daemonLike(int daemons, Class<?> main, String... args) {
        return daemonLike(daemons, List.of(), main, args);
    }

    /** Prepares a JVM with the flags that a local daemon gets, and with some more. */
    public static ProcessBuilder daemonLike(int daemons, List<String> flags, Class<?> main, String... args) {
        List<String> all = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-XX:MaxRAMPercentage=" + Math.min(25.0, 75.0 / daemons)));
        all.addAll(flags);
        return prepare(classPath(), all, main, args);
    }

    /** Runs a host to its end in a fresh JVM and returns the numbers of its one line of output. */
    public static double[] numbersOf(List<String> flags, Class<?> main, String... args)
            throws IOException, InterruptedException {
        Process process = start(flags, main, args);
        String line;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            line = out.readLine();
        }
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException(main.getSimpleName() + " ended with status " + process.exitValue());
        }
        return Numbers.parse(line);
    }

    /** Starts a host in a fresh JVM. */
    public static Process start(Class<?> main, String... args) throws IOException {
        return start(List.of(), main, args);
    }

    /** Starts a host with flags in a fresh JVM. */
    public static Process start(List<String> flags, Class<?> main, String... args) throws IOException {
        return prepare(classPath(), flags, main, args).start();
    }

    /** Prepares a JVM with this class path and these flags. */
    public static ProcessBuilder prepare(String classPath, List<String> flags, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(flags);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    /** Returns the class path of this JVM. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }
}
