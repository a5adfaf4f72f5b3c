package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on machines that deny them directories, space or descriptors. */
@Timeout(300)
class HostileMachineTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void start_whereNoDirectoryCanBeWritten_namesThemAndTheCure() throws Exception {
        Path sealed = Files.createDirectory(scratch.resolve("sealed"));
        ProcessBuilder host = HostJvm.under(
                HostJvm.withTmpfs(sealed, "ro,mode=700"), List.of("-Djava.io.tmpdir=" + sealed), StartProgram.class);
        host.environment().put("XDG_RUNTIME_DIR", sealed.toString());
        assertThat(HostJvm.run(host))
                .contains(
                        "failed: ",
                        "no directory for the socket can be made in " + sealed + ", nor in " + sealed,
                        "Read-only file system",
                        "XDG_RUNTIME_DIR",
                        "java.io.tmpdir",
                        "children 0");
    }

    @Test
    void start_whereTheRuntimeDirectoryCannotBeWritten_takesTheTemporaryOne() throws Exception {
        Path sealed = Files.createDirectory(scratch.resolve("sealed"));
        ProcessBuilder host = HostJvm.under(
                HostJvm.withTmpfs(sealed, "ro,mode=700"), List.of("-Djava.io.tmpdir=" + scratch), StartProgram.class);
        host.environment().put("XDG_RUNTIME_DIR", sealed.toString());
        assertThat(HostJvm.run(host)).contains("value 42", "children 0");
    }

    @Test
    void disk_thatIsFull_failsStartsButNotTasks() throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        ProcessBuilder host = HostJvm.under(
                HostJvm.withTmpfs(disk, "size=256k,mode=700"), List.of(), FullDiskProgram.class, disk.toString());
        host.environment().put("XDG_RUNTIME_DIR", disk.toString());
        List<String> said = HostJvm.run(host).lines().toList();
        assertThat(lineAfter(said, "at the start: "))
                .startsWith("failed: ")
                .contains(disk + "/mirai-", "/session cannot be written: No space left on device");
        assertThat(lineAfter(said, "left: ")).isEqualTo("[filler]");
        assertThat(lineAfter(said, "tasks: ")).isEqualTo("19900");
        assertThat(lineAfter(said, "a task that writes: ")).contains("MiraiError", "No space left on device");
        assertThat(lineAfter(said, "another daemon: "))
                .contains("daemon 1 of profile", "/1-1.ledger cannot be written: No space left on device");
        assertThat(lineAfter(said, "in the end: ")).isEqualTo("[theirs]");
        assertThat(said).contains("children 0");
    }

    /** With none left, with one left, and so on: it starts or says why not, and leaves nothing open. */
    @Test
    void descriptors_thatAreShort_failTheStartReadably() throws Exception {
        List<String> said = run("start");
        assertThat(said)
                .filteredOn(line -> line.startsWith("with "))
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.contains("Too many open files") || line.endsWith("value 42"))
                .anyMatch(line -> line.endsWith("value 42"));
        assertThat(said).contains("afterwards: value 42", "more than before: []", "children 0");
    }

    @Test
    void descriptors_thatAreShortWhileADaemonDials_letItInWhenTheyAreFree() throws Exception {
        List<String> said = run("dial");
        assertThat(said)
                .contains(
                        "meanwhile: 4950",
                        "dialled in meanwhile: false",
                        "loops were busy: false",
                        "both online",
                        "children 0");
    }

    @Test
    void descriptors_thatAreShortWhenADaemonDies_areAwaitedForItsSuccessor() throws Exception {
        List<String> said = run("death");
        assertThat(said).contains("the task: MiraiReset", "the next one: 2", "children 0");
    }

    /** It can neither say what went wrong, as that takes classes, nor go on: it is replaced. */
    @Test
    void descriptors_thatTheFirstTaskUsesUp_costTheDaemon() throws Exception {
        List<String> lines = run("task");
        assertThat(lineAfter(lines, "the task: "))
                .containsAnyOf("MiraiReset", "Too many open files")
                .doesNotContain("Unresolved");
        assertThat(lineAfter(lines, "a new class afterwards: ")).isEqualTo("Value[value=42]");
        assertThat(lines).contains("children 0");
    }

    @Test
    void descriptors_thatALaterTaskUsesUp_failThatTask() throws Exception {
        List<String> lines = run("experienced");
        assertThat(lineAfter(lines, "the task: ")).contains("MiraiError", "Too many open files");
        assertThat(lineAfter(lines, "one that knows all its classes: ")).isEqualTo("Value[value=true]");
        assertThat(lineAfter(lines, "a new class afterwards: ")).doesNotContain("Unresolved");
        assertThat(lines).contains("children 0");
    }

    @Test
    void descriptors_thatAreShortAtTheClose_doNotKeepItFromEnding() throws Exception {
        assertThat(run("close")).contains("directory is there: false", "children 0");
    }

    private static List<String> run(String mode) throws Exception {
        return HostJvm.run(HostJvm.under(HostJvm.withDescriptors(400), List.of(), DescriptorsProgram.class, mode))
                .lines()
                .toList();
    }

    /** The wall clock leaps a day ahead and two days back, for the host and its daemons. */
    @Test
    void clock_thatJumps_movesNoLimit() throws Exception {
        Path library = fakeTime();
        HostJvm.skipUnless(library != null, "no libfaketime here: apt-get install faketime");
        Path offset = Files.writeString(scratch.resolve("offset"), "+0");
        ProcessBuilder host = HostJvm.under(List.of(), List.of(), ClockProgram.class, offset.toString());
        host.environment().put("LD_PRELOAD", String.valueOf(library));
        host.environment().put("FAKETIME_TIMESTAMP_FILE", offset.toString());
        host.environment().put("FAKETIME_NO_CACHE", "1");
        host.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        host.environment().put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // with it, all waits of a JVM are too long
        List<String> lines = HostJvm.run(host).lines().toList();
        assertThat(lineAfter(lines, "jumped, in hours: ")).isEqualTo("24 -24");
        assertThat(lineAfter(lines, "jumped on a daemon, in hours: ")).isEqualTo("-24");
        assertThat(Long.parseLong(lineAfter(lines, "slept ms: "))).isBetween(5_000L, 50_000L);
        assertThat(Long.parseLong(lineAfter(lines, "timed out after ms: "))).isBetween(4_000L, 40_000L);
        assertThat(Long.parseLong(lineAfter(lines, "timed out in the queue after ms: ")))
                .isBetween(3_000L, 30_000L);
        assertThat(lineAfter(lines, "instances: ")).isEqualTo("[1, 1]");
    }

    private static @Nullable Path fakeTime() throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(Path.of("/usr/lib"))) {
            for (Path home : homes) {
                Path library = home.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        return null;
    }

    private static String lineAfter(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()))
                .orElseThrow(() -> new AssertionError("no line '" + start + "' in " + lines));
    }
}
