package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.OtherJava;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose daemons have the runnable jar on their class path, one after the other and at once. */
@NeedsRunnableJar
class ClassArchiveIT {

    private static final Duration DEADLINE = Duration.ofSeconds(100);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each
    private Path archives;

    private int hosts;

    @BeforeEach
    void nameTheDirectory() {
        archives = scratch.resolve("cache/mirai");
    }

    @Test
    void firstHost_makesIt_andLaterDaemonsStartFromIt() throws Exception {
        try (Host first = new Host()) {
            first.awaitValue();
            assertThat(first.isOfAnArchive()).isFalse();
            awaitArchive();
        }
        try (Host second = new Host()) {
            second.awaitValue();
            assertThat(second.isOfAnArchive()).isTrue();
        }
        try (Host without = new Host("-Dmirai.archive=false")) {
            without.awaitValue();
            assertThat(without.isOfAnArchive()).isFalse();
        }
        Files.setPosixFilePermissions(archives, PosixFilePermissions.fromString("rwxrwx---"));
        try (Host distrustful = new Host()) {
            distrustful.awaitValue();
            assertThat(distrustful.isOfAnArchive()).isFalse();
        }
    }

    @Test
    void daemonsOfAnotherJava_haveOneOfTheirOwn() throws Exception {
        String java = OtherJava.find().toString();
        try (Host first = new Host(List.of(), List.of(), java)) {
            first.awaitValue();
            awaitArchive();
        }
        try (Host second = new Host(List.of(), List.of(), java)) {
            second.awaitValue();
            assertThat(second.isOfAnArchive()).isTrue();
        }
        try (Host own = new Host()) {
            own.awaitValue();
            assertThat(own.isOfAnArchive()).isFalse();
        }
    }

    @Test
    void twoHostsAtOnce_makeOne() throws Exception {
        try (Host one = new Host();
                Host other = new Host()) {
            one.awaitValue();
            other.awaitValue();
            await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(one.rehearsing().size() + other.rehearsing().size()).isLessThanOrEqualTo(1);
                return !made().isEmpty();
            });
        }
        assertThat(made()).hasSize(1);
    }

    @Test
    void spoiledOne_isNotUsed_andIsMadeAgain() throws Exception {
        try (Host first = new Host()) {
            first.awaitValue();
            awaitArchive();
        }
        Path archive = made().get(0);
        byte[] good = Files.readAllBytes(archive);
        byte[] spoiled = good.clone();
        spoiled[good.length / 2] ^= 1;
        Files.write(archive, spoiled);
        try (Host second = new Host()) {
            second.awaitValue();
            assertThat(second.isOfAnArchive()).isFalse();
            awaitArchive();
        }
        try (Host third = new Host()) {
            third.awaitValue();
            assertThat(third.isOfAnArchive()).isTrue();
        }
    }

    @Test
    void hostThatEndsMeanwhile_leavesNoProcessAndNoPart() throws Exception {
        List<ProcessHandle> rehearsing = new ArrayList<>();
        try (Host host = new Host()) {
            host.awaitValue();
            await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(() -> {
                rehearsing.addAll(host.rehearsing());
                return !rehearsing.isEmpty();
            });
        }
        assertThat(rehearsing).noneMatch(ProcessHandle::isAlive);
        assertThat(made()).isEmpty();
        assertThat(files()).allMatch(file -> file.endsWith("lock.jsa"));
        assertThat(scratch.resolve("runtime")).isEmptyDirectory();
    }

    @Test
    void cacheThatCannotBeWritten_changesNothing() throws Exception {
        Files.writeString(scratch.resolve("cache"), "a file is here");
        try (Host host = new Host()) {
            host.awaitValue();
            assertThat(host.isOfAnArchive()).isFalse();
        }
    }

    @Test
    void diskThatIsFull_costsTheArchive() throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("runtime"));
        List<String> wrapper = HostJvm.withTmpfs(disk, "size=4m,mode=700");
        try (Host host = new Host(wrapper, List.of())) {
            host.awaitValue();
            await().atMost(DEADLINE).until(() -> files().stream()
                    .anyMatch(file -> file.toString().endsWith("-none.jsa")));
        }
        assertThat(made()).isEmpty();
        assertThat(files()).noneMatch(file -> file.toString().endsWith(".part"));
    }

    private void awaitArchive() {
        await().atMost(DEADLINE).until(() -> !made().isEmpty());
    }

    private List<Path> made() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().matches("[0-9a-f]+-[0-9a-f]+\\.jsa"))
                .toList();
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(archives)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.toList();
        }
    }

    /** A process; nothing may come on its standard error. */
    private final class Host implements AutoCloseable {

        private final Path log = scratch.resolve("classes-" + hosts++);
        private final Path err = scratch.resolve(log + "-err");
        private final Process process;

        Host(String... jvmArguments) throws IOException {
            this(List.of(), List.of(jvmArguments));
        }

        Host(List<String> wrapper, List<String> jvmArguments, String... java) throws IOException {
            String tests = Path.of("target/test-classes").toAbsolutePath().toString();
            List<String> jvm = new ArrayList<>(List.of("-cp"));
            jvm.add(System.getProperty("runnableJar") + File.pathSeparator + tests);
            jvm.addAll(jvmArguments);
            List<String> arguments = new ArrayList<>(List.of(log.toString()));
            arguments.addAll(List.of(java));
            Path runtime = Files.createDirectories(scratch.resolve("runtime"));
            Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
            ProcessBuilder builder = HostJvm.under(wrapper, jvm, ArchivedHost.class, arguments.toArray(String[]::new))
                    .redirectError(err.toFile());
            builder.environment().put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
            builder.environment().put("XDG_RUNTIME_DIR", runtime.toString());
            process = builder.start();
        }

        void awaitValue() throws IOException {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).isEqualTo("42");
        }

        /** As the daemon's JVM says where it has its classes from. */
        boolean isOfAnArchive() throws IOException {
            return Files.readString(log).contains("io.mirai.daemon.DaemonMain source: shared objects file");
        }

        /** The JVMs that are to write an archive. */
        List<ProcessHandle> rehearsing() {
            return process.descendants()
                    .filter(child -> child.info().commandLine().orElse("").contains("/archive "))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            assertThat(process.onExit()).succeedsWithin(DEADLINE);
            assertThat(process.exitValue()).isZero();
            assertThat(Files.readString(err).lines().filter(line -> !line.startsWith("SLF4J")))
                    .isEmpty();
        }
    }
}
