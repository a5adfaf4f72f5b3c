package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.testing.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Slurm of one node, which is this machine, and ends with this JVM. The environment variable SLURM_CONF has the file of its configuration. */
final class SlurmCluster implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("munged", "slurmctld", "slurmd", "sbatch", "srun");

    private final Process guard;

    private SlurmCluster(Process guard) {
        this.guard = guard;
    }

    /** Starts it; skips the test where Slurm is not installed. */
    static SlurmCluster start() throws IOException {
        List<String> missing =
                PROGRAMS.stream().filter(program -> !isInstalled(program)).toList();
        if (!missing.isEmpty() || System.getenv("SLURM_CONF") == null) {
            String why =
                    missing.isEmpty() ? "SLURM_CONF names no file" : "there is no " + String.join(", no ", missing);
            System.out.println("skipped: no Slurm can be started here: " + why);
            Assumptions.abort(why);
        }
        Path directory = Files.createTempDirectory("mirai-slurm-");
        Path script = directory.resolve("slurm.sh");
        try (InputStream in = SlurmCluster.class.getResourceAsStream("slurm.sh")) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        Process guard = new ProcessBuilder("sh", script.toString(), directory.toString(), port(), port())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        SlurmCluster cluster = new SlurmCluster(guard);
        BufferedReader said = guard.inputReader(StandardCharsets.UTF_8);
        String first = said.readLine();
        if (!"ready".equals(first)) {
            throw new IOException("no Slurm: " + first + said.lines().toList());
        }
        return cluster;
    }

    private static String port() throws IOException {
        return Integer.toString(Ports.free());
    }

    private static boolean isInstalled(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Runs a command of it; returns the lines that it says. */
    static List<String> run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return new ArrayList<>(said.lines().toList());
        }
    }

    /** The tasks of jobs that have not ended, as {@code 12_3 RUNNING mirai-default}. */
    static List<String> jobs() throws IOException {
        return run("squeue", "--noheader", "--array", "--format=%i %T %j");
    }

    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        assertThat(guard.onExit()).as("the end of Slurm").succeedsWithin(Duration.ofSeconds(30));
        guard.getInputStream().close();
    }
}
