package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Link;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who deletes a fleet's directory: cleaners of temporary files while it is in use, the next host when it is not. */
@Timeout(120)
class CleanersTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void launch_plainFilesDeleted_startsTheNextDaemon() throws Exception {
        try (TestFleet fleet = TestFleet.open()) {
            Link before = fleet.launch(0);
            CleanedHost.deletePlainFiles(fleet.directory());
            Link after = fleet.launch(1);
            assertThat(fleet.call(after, () -> 2)).isEqualTo(2);
            assertThat(fleet.call(before, () -> 1)).isEqualTo(1);
            assertThat(fleet.failures).isEmpty();
        }
    }

    @Test
    void launch_allDeleted_startsTheNextDaemonAndKeepsTheOthers() throws Exception {
        TestFleet fleet = TestFleet.open();
        try (fleet) {
            Link before = fleet.launch(0);
            for (int slot = 1; slot <= 2; slot++) {
                CleanedHost.deleteAll(fleet.directory());
                Link after = fleet.launch(slot);
                assertThat(fleet.call(after, () -> 2)).isEqualTo(2);
                assertThat(fleet.call(before, () -> 1)).isEqualTo(1);
            }
            assertThat(fleet.failures).isEmpty();
        }
        assertThat(fleet.directory()).doesNotExist();
    }

    @Test
    void launch_allDeleted_startsThoseThatAreLaunchedTogether() throws Exception {
        try (TestFleet fleet = TestFleet.open()) {
            CleanedHost.deleteAll(fleet.directory());
            for (int slot = 0; slot < 3; slot++) {
                fleet.begin(slot);
            }
            for (int slot = 0; slot < 3; slot++) {
                assertThat(fleet.call(fleet.next(fleet.links), () -> 1)).isEqualTo(1);
            }
            assertThat(fleet.failures).isEmpty();
        }
    }

    @Test
    void touch_makesAllLookUsed() throws Exception {
        FleetDirectory made = FleetDirectory.createBelow(null, scratch);
        Files.createFile(made.session());
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
        List<Path> all = List.of(made.session(), FleetDirectory.lockIn(made.path()), made.path());
        for (Path file : all) {
            assertThat(file.toFile().setLastModified(old.toMillis())).isTrue(); // opens nothing, as touch() must not
        }
        made.touch();
        assertThat(all).allSatisfy(file -> assertThat(Files.getLastModifiedTime(file))
                .isGreaterThan(FileTime.from(Instant.now().minus(Duration.ofDays(1)))));
        String lock = ":" + Files.getAttribute(FleetDirectory.lockIn(made.path()), "unix:ino") + " ";
        assertThat(Files.readAllLines(Path.of("/proc/locks")))
                .as("the host's lock")
                .anyMatch(line -> line.contains(lock));
        made.delete();
    }

    @Test
    void killedHost_thatWasCleaned_leavesNoDaemon() throws Exception {
        Process host = HostJvm.under(List.of(), List.of(), CleanedHost.class).start();
        try (BufferedReader out = host.inputReader(StandardCharsets.UTF_8)) {
            Path directory = Path.of(out.readLine());
            List<ProcessHandle> daemons = List.of(process(out), process(out));
            assertThat(out.readLine()).isEqualTo("ready");
            host.destroyForcibly();
            await().atMost(TestFleet.DEADLINE).until(() -> daemons.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(TestFleet.DEADLINE).until(() -> !Files.exists(directory));
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void open_afterAKilledHost_sweepsItsDirectoryAndNoOther() throws Exception {
        Process killed =
                HostJvm.under(List.of(), List.of(), CleanedHost.class, "idle").start();
        Process living =
                HostJvm.under(List.of(), List.of(), CleanedHost.class, "idle").start();
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8);
                BufferedReader others = living.inputReader(StandardCharsets.UTF_8)) {
            Path left = Path.of(out.readLine());
            Path inUse = Path.of(others.readLine());
            assertThat(out.readLine()).isEqualTo("ready");
            assertThat(others.readLine()).isEqualTo("ready");
            killed.destroyForcibly().waitFor();
            assertThat(left).isNotEmptyDirectory();
            Path empty = Files.createDirectory(left.resolveSibling("mirai-" + killed.pid() + "-abc-1"));
            Path notOurs = Files.createDirectory(left.resolveSibling("mirai-project"));
            try (TestFleet next = TestFleet.open()) {
                next.launch(0); // what it needs is made after the sweep
                assertThat(left).doesNotExist();
                assertThat(empty).doesNotExist();
                assertThat(inUse).isNotEmptyDirectory();
                assertThat(next.directory()).isNotEmptyDirectory();
            }
            assertThat(notOurs).exists();
            Files.delete(notOurs);
        } finally {
            killed.destroyForcibly();
            living.destroy();
            living.waitFor();
        }
    }

    /** As the first process of a container has the id of the one before it, and one of another container too. */
    @Test
    void sweep_ofAProcessWithOurId_leavesWhatIsLocked() throws Exception {
        Path free = Files.createDirectory(
                scratch.resolve("mirai-" + ProcessHandle.current().pid() + "-0-1"));
        Files.createFile(FleetDirectory.lockIn(free));
        Path held = Files.createDirectory(
                scratch.resolve("mirai-" + ProcessHandle.current().pid() + "-0-2"));
        HostLock lock = new HostLock(FleetDirectory.lockIn(held));
        lock.hold();
        Path withoutALock = Files.createDirectory(
                scratch.resolve("mirai-" + ProcessHandle.current().pid() + "-0-3"));
        Files.createFile(withoutALock.resolve("s"));

        Orphans.sweep(scratch, Files.getOwner(scratch));

        assertThat(free).doesNotExist();
        assertThat(held).isNotEmptyDirectory();
        assertThat(withoutALock).isNotEmptyDirectory();
        lock.release();
    }

    private static ProcessHandle process(BufferedReader out) throws Exception {
        return ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    }
}
