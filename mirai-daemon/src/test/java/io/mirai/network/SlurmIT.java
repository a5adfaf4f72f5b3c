package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.ClusterConfig;
import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiReset;
import io.mirai.RemoteConfig;
import io.mirai.daemon.shared.HashedFiles;
import io.mirai.testing.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Daemons as jobs of a real Slurm. It takes minutes, most of which Slurm waits, and no JDK makes a difference to it: so it has no tag "jdk". */
@EnabledIfSystemProperty(
        named = "runnableJar",
        matches = ".+",
        disabledReason = "the jar is there after the phase package")
class SlurmIT {

    private static final String URL = "tls+tcp://127.0.0.1:0";

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Of what Slurm does when it comes to it. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private static @Nullable SlurmCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = SlurmCluster.start();
    }

    @AfterAll
    static void stopCluster() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(DEADLINE).until(() -> SlurmCluster.jobs().isEmpty());
        assertThat(files()).isEmpty();
    }

    private static ClusterConfig slurm(String... options) {
        return ClusterConfig.slurm(options).java(JAVA + " -Xmx64m");
    }

    private static Daemons start(RemoteConfig config) {
        return Daemons.builder().url(URL).remote(config).start();
    }

    private static void awaitDaemons(Daemons daemons, int number) {
        await().atMost(DEADLINE).until(() -> daemons.status().connections() == number);
    }

    private static String problem(Daemons daemons, int index) {
        return daemons.status().daemons().get(index).problem().orElse("");
    }

    /** The shared directories of this host, and what is in them. */
    private static List<Path> files() {
        return files(ProcessHandle.current().pid());
    }

    private static List<Path> files(long host) {
        Path parent = HashedFiles.userDirectory().orElseThrow().resolve("slurm");
        try (Stream<Path> found = Files.exists(parent) ? Files.walk(parent) : Stream.empty()) {
            return found.filter(path -> path.toString().contains("-" + host + "-"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- What arrives ----

    @Test
    void daemons_areTheTasksOfOneArray_andTheirSecretsAreSeenNowhere() throws Exception {
        String profile = "p" + ThreadLocalRandom.current().nextInt(1_000_000);
        try (Daemons daemons = Daemons.builder()
                .url(URL)
                .profile(profile)
                .remote(slurm("--array=1-3", "--mem=100"))
                .daemon(DaemonOptions.none().threads(2))
                .start()) {
            awaitDaemons(daemons, 3);
            List<String> jobs = SlurmCluster.jobs();
            assertThat(jobs).hasSize(3).allMatch(job -> job.endsWith(" RUNNING mirai-" + profile));
            assertThat(jobs.stream().map(job -> job.replaceFirst("_.*", "")).distinct())
                    .hasSize(1);
            assertThat(daemons.map(List.of(1, 2, 3, 4), x -> x + 1).collect()).containsExactly(2, 3, 4, 5);
            assertThat(Secrets.inProcesses()).isEmpty();
            String job = jobs.get(0).replaceFirst("_.*", "");
            assertThat(SlurmCluster.run("scontrol", "write", "batch_script", job, "-"))
                    .anyMatch(line -> line.startsWith("set -- 0-1 1-1 2-1"))
                    .noneMatch(line -> line.contains("mirai1_"));
            assertThat(files()).noneMatch(path -> path.toString().endsWith(".secret"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void script_runsItsOwnLinesFirst() {
        ClusterConfig config = slurm("#!/bin/sh\n#SBATCH --mem=100\nexport MODULE='of java'\n");
        try (Daemons daemons = start(config)) {
            assertThat(daemons.mirai(() -> System.getenv("MODULE")).block(DEADLINE))
                    .isEqualTo("of java");
        }
    }

    @Test
    void launchRemote_returnsWhatIsSubmitted() {
        try (Daemons daemons = Daemons.builder().url(URL).start()) {
            List<String> lines = daemons.launchRemote(slurm("-a 0-1", "--mem=100"));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1))
                    .startsWith("sbatch --job-name=mirai-")
                    .contains(" --mem=100 '--wrap=" + JAVA + " -Xmx64m ", " --slot=1'")
                    .doesNotContain("mirai1_");
            awaitDaemons(daemons, 2);
        }
    }

    @Test
    void srun_isACommandLikeOthers() {
        RemoteConfig config = RemoteConfig.of("srun", "-n 1 --mem=100", "--job-name=by-srun", ".")
                .java(JAVA)
                .quote(false);
        try (Daemons daemons = start(config)) {
            assertThat(daemons.mirai(() -> System.getenv("SLURM_JOB_NAME")).block(DEADLINE))
                    .isEqualTo("by-srun");
        }
    }

    // ---- The queue ----

    @Test
    void start_doesNotWaitForTheQueue_andALateJobFindsItsHost() {
        try (Daemons daemons = start(slurm("--array=1-2", "--mem=100", "--begin=now+10"))) {
            assertThat(daemons.status().connections()).isZero();
            Mirai<Integer> waits = daemons.mirai(() -> DaemonContext.current().instance());
            assertThat(problem(daemons, 0)).isEmpty();
            assertThat(waits.block(DEADLINE)).isEqualTo(1);
            awaitDaemons(daemons, 2);
        }
    }

    @Test
    void atOnce_areNoMoreThanTheArraySays() throws Exception {
        try (Daemons daemons = start(slurm("--array=1-3%1", "--mem=100"))) {
            awaitDaemons(daemons, 1);
            assertThat(SlurmCluster.jobs().stream().filter(job -> job.contains(" RUNNING ")))
                    .hasSize(1);
        }
    }

    @Test
    void close_cancelsWhatWaits_andDeletesItsSecret() throws Exception {
        try (Daemons daemons = start(slurm("--begin=now+1hour"))) {
            assertThat(SlurmCluster.jobs()).hasSize(1).allMatch(job -> job.contains(" PENDING "));
            assertThat(files()).anyMatch(path -> path.toString().endsWith("0-1.secret"));
            assertThat(problem(daemons, 0)).isEmpty();
        }
        assertThat(SlurmCluster.jobs()).isEmpty();
        assertThat(files()).isEmpty();
    }

    // ---- What ends, and what fails ----

    @Test
    void daemonThatDies_isLaunchedAgain() {
        try (Daemons daemons = start(slurm("--mem=100"))) {
            awaitDaemons(daemons, 1);
            Mirai<Void> fatal = daemons.mirai(() -> Runtime.getRuntime().halt(3));
            assertThatThrownBy(fatal::collect).isInstanceOf(MiraiReset.class);
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).block(DEADLINE))
                    .isEqualTo(2);
        }
    }

    @Test
    void hostThatIsKilled_leavesNoDaemon_andTheNextHostDeletesItsFiles() throws Exception {
        Process host = Host.start();
        host.destroyForcibly().waitFor();
        await().atMost(DEADLINE).until(() -> SlurmCluster.jobs().isEmpty()); // the late one finds no host
        assertThat(files(host.pid())).isNotEmpty();
        try (Daemons daemons = start(slurm("--mem=100"))) {
            awaitDaemons(daemons, 1);
            assertThat(files(host.pid())).isEmpty();
        }
    }

    @Test
    void hostThatExits_cancelsItsJobs() throws Exception {
        Process host = Host.start();
        host.getOutputStream().close();
        host.waitFor();
        assertThat(files(host.pid())).isEmpty();
    }

    /** Has one daemon that is there, and one that is late; exits at the end of its standard input. */
    static final class Host {

        private Host() {}

        static Process start() throws Exception {
            Process host = new ProcessBuilder(JAVA, "-cp", System.getProperty("java.class.path"), Host.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(host.inputReader().readLine()).isEqualTo("ready");
            return host;
        }

        public static void main(String[] args) throws Exception {
            Daemons daemons = SlurmIT.start(slurm("--mem=100"));
            daemons.launchRemote(slurm("--mem=100", "--begin=now+15"));
            awaitDaemons(daemons, 1);
            await().atMost(DEADLINE).until(() -> SlurmCluster.jobs().size() == 2);
            System.out.println("ready");
            while (System.in.read() >= 0) {}
            System.exit(0);
        }
    }

    /** Slurm sends the signal a minute before the time is over, or what the options say, and not to the second. */
    @Test
    void daemonWhoseTimeIsAlmostOver_isTold_andAnotherCarriesOn() {
        try (Daemons daemons = start(slurm("--mem=100", "--time=1", "--signal=B:TERM@50"))) {
            awaitDaemons(daemons, 1);
            await().atMost(DEADLINE)
                    .until(() -> daemons.mirai(() -> {
                                        Thread.sleep(500);
                                        return DaemonContext.current().instance();
                                    })
                                    .block(DEADLINE)
                            == 2);
        }
    }

    @Test
    void jobThatIsRefused_isSaidWithWhatSbatchSays() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(slurm("-p nowhere")))
                .withMessageContaining("the daemon cannot be started: sbatch ended with exit status 1; it said:\n")
                .withMessageContaining("invalid partition specified: nowhere")
                .withMessageContaining("\ncommand: sbatch --job-name=mirai-")
                .withMessageContaining(" -p nowhere ");
    }

    @Test
    void jobThatFails_isSaidWithWhatItSaid() {
        try (Daemons daemons = Daemons.builder().url(URL).start()) {
            daemons.launchRemote(ClusterConfig.slurm("--mem=100").java("/no/such/java"));
            await().atMost(DEADLINE).until(() -> !problem(daemons, 0).isEmpty());
            assertThat(problem(daemons, 0))
                    .contains("its job ", " ended as FAILED (exit status 127", "/no/such/java", "\ncommand: sbatch ");
        }
    }

    @Test
    void jobWhoseDaemonDoesNotDialIn_isCancelled() {
        try (Daemons daemons = Daemons.builder().url(URL).start()) {
            daemons.launchRemote(
                    slurm("#SBATCH --mem=100\necho waits\nexec sleep 600").timeout(Duration.ofMillis(500)));
            await().atMost(DEADLINE).until(() -> !problem(daemons, 0).isEmpty());
            assertThat(problem(daemons, 0)).contains("was there for 500 ms", "\n  waits\n");
        }
    }
}
