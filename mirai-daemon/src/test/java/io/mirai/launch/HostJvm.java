package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A JVM of its own that is a host, on a machine that may be made hostile to it. */
final class HostJvm {

    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private HostJvm() {}

    /** With the flags that the README names for a host. */
    static ProcessBuilder on(String classPath, Class<?> program, String... arguments) {
        return under(List.of(), List.of("-cp", classPath), program, arguments);
    }

    /**
     * On the class path of this JVM.
     *
     * @param wrapper a program that is given the JVM's command line, and its arguments before that
     * @param jvmArguments more for the JVM
     */
    static ProcessBuilder under(
            List<String> wrapper, List<String> jvmArguments, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-XX:TieredStopAtLevel=1"); // it ends before more would pay
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(jvmArguments);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** What it prints until it ends by itself, as it must. */
    static String run(ProcessBuilder host) throws Exception {
        Process process = host.start();
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> copy(process, output));
            assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("the end of a host that has said: %s", output)
                    .isTrue();
            read.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return output.toString(StandardCharsets.UTF_8).stripTrailing();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void copy(Process from, OutputStream into) {
        try {
            from.getInputStream().transferTo(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A wrapper that lays a file system of its own over a directory, seen by nobody else. */
    static List<String> withTmpfs(Path directory, String options) throws Exception {
        Process probe = new ProcessBuilder("sh", "-c", "unshare -Urm mount -t tmpfs none /mnt")
                .redirectErrorStream(true)
                .start();
        String why = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean possible = probe.waitFor() == 0;
        skipUnless(possible, "no file system can be mounted here: " + why);
        return List.of(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o \"$1\" none \"$0\" && shift && exec \"$@\"",
                directory.toString(),
                options);
    }

    /** A wrapper that lets it have only so many files open at once. */
    static List<String> withDescriptors(int most) {
        return List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(most));
    }

    static void skipUnless(boolean possible, String why) {
        if (!possible) {
            System.out.println("skipped: " + why);
        }
        Assumptions.assumeTrue(possible, why);
    }
}
