package io.mirai.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVMs of a benchmark, on this JVM's Java and class path. */
final class Jvm {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Jvm() {}

    /** A JVM with the flags that a local daemon gets. */
    static ProcessBuilder daemonLike(int daemons, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:+UseSerialGC",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-XX:MaxRAMPercentage=" + Math.min(25.0, 75.0 / daemons)));
        return finish(command, main, args);
    }

    /** Runs a host to its end in a fresh JVM and returns the numbers of its one line of output. */
    static double[] numbersOf(Class<?> main) throws IOException, InterruptedException {
        return numbersOf(List.of(), main);
    }

    /** The same with flags and arguments. */
    static double[] numbersOf(List<String> flags, Class<?> main, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(flags);
        Process process = finish(command, main, args).start();
        String line;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            line = out.readLine();
        }
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException(main.getSimpleName() + " ended with status " + process.exitValue());
        }
        return List.of(line.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Starts a host in a fresh JVM. */
    static Process start(Class<?> main, String... args) throws IOException {
        return finish(new ArrayList<>(List.of(JAVA)), main, args).start();
    }

    /** The same with flags. */
    static Process start(List<String> flags, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(flags);
        return finish(command, main, args).start();
    }

    private static ProcessBuilder finish(List<String> command, Class<?> main, String... args) {
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }
}
