package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path runtime;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path temporary;

    @BeforeEach
    void create() throws IOException {
        runtime = Files.createDirectory(scratch.resolve("run"));
        temporary = Files.createDirectory(scratch.resolve("tmp"));
        permit(runtime, "rwx------");
    }

    @Test
    void create_isInTheRuntimeDirectory_andPrivate() throws IOException {
        FleetDirectory made = FleetDirectory.createBelow(runtime.toString(), temporary);
        assertThat(home(made)).hasParent(runtime);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home(made))))
                .isEqualTo("rwx------");
    }

    @Test
    void create_withoutAUsableRuntimeDirectory_isInTheTemporaryOne() throws IOException {
        assertThat(home(FleetDirectory.createBelow(null, temporary))).hasParent(temporary);
        assertThat(home(FleetDirectory.createBelow("", temporary))).hasParent(temporary);
        assertThat(home(FleetDirectory.createBelow(scratch.resolve("none").toString(), temporary)))
                .hasParent(temporary);
        permit(runtime, "rwxrwx---");
        assertThat(home(FleetDirectory.createBelow(runtime.toString(), temporary)))
                .hasParent(temporary);
    }

    @Test
    void create_belowTooLongAPath_tellsPathLengthAndCure() throws IOException {
        Path deep = Files.createDirectories(temporary.resolve("d".repeat(100)));
        assertThatThrownBy(() -> FleetDirectory.createBelow(null, deep))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(deep.toString(), "107", "XDG_RUNTIME_DIR", "java.io.tmpdir");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void create_withATooLongRuntimeDirectory_isInTheTemporaryOne() throws IOException {
        Path deep = Files.createDirectories(runtime.resolve("d".repeat(100)));
        permit(deep, "rwx------");
        assertThat(home(FleetDirectory.createBelow(deep.toString(), temporary))).hasParent(temporary);
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void create_runtimeDirectoryIsALinkToOneThatOthersMayWrite_isInTheTemporaryOne() throws IOException {
        Path open = Files.createDirectory(scratch.resolve("open"));
        permit(open, "rwxrwxrwx");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), open);
        assertThat(home(FleetDirectory.createBelow(link.toString(), temporary))).hasParent(temporary);
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void create_runtimeDirectoryIsALinkToAPrivateOne_isPrivateThere() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), runtime);
        Path made = home(FleetDirectory.createBelow(link.toString(), temporary));
        assertThat(made.toRealPath()).hasParent(runtime.toRealPath());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void delete_removesItWithItsFiles() throws IOException {
        FleetDirectory made = FleetDirectory.createBelow(null, temporary);
        Files.createFile(made.session());
        made.delete();
        made.delete();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void lastWords_withoutAny_areTheLastLineOfStandardError() throws IOException {
        FleetDirectory.DaemonFiles files =
                FleetDirectory.createBelow(null, temporary).daemon(0, 1);
        assertThat(files.lastWords()).isEmpty();
        Files.writeString(files.error(), "first\nlast\n");
        assertThat(files.lastWords()).as("standard error is for launches").isEmpty();
        assertThat(files.lines(20)).containsExactly("first", "last");
        Files.writeString(files.words(), "System.exit was called\n");
        assertThat(files.lastWords()).isEqualTo("System.exit was called");
    }

    @Test
    void lastWords_ofACrash_areItsCause() throws IOException {
        FleetDirectory.DaemonFiles files =
                FleetDirectory.createBelow(null, temporary).daemon(0, 1);
        Files.writeString(
                files.crash(),
                """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13
                #
                # JRE version: 17
                #
                """);
        assertThat(files.lastWords()).isEqualTo("its JVM crashed: SIGSEGV (0xb) at pc=0x00007f, pid=12, tid=13");
    }

    private static Path home(FleetDirectory made) {
        return made.path();
    }

    private static void permit(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
