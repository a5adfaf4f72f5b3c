package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.daemon.shared.HashedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchivesTest {

    private static final JavaProgram JAVA = JavaProgram.ofHost();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each
    private Path cache;

    @SuppressWarnings("NullAway.Init") // before each
    private Path jar;

    @BeforeEach
    void makeTheJar() throws IOException {
        cache = scratch.resolve("cache");
        assertThat(HashedFiles.isUsable(cache)).isTrue();
        jar = Files.writeString(scratch.resolve("a.jar"), "code");
    }

    private Optional<ClassArchive> find(JavaProgram java, String opened, List<String> arguments) {
        JvmCommand.Host host =
                new JvmCommand.Host(HostOptions.sort(List.of()), List.of(opened), List.of(), List.of(jar));
        return new ClassArchives(Optional.of(cache)).of(java, host, arguments);
    }

    private ClassArchive archive() {
        return find(JAVA, "", List.of()).orElseThrow();
    }

    private Path written() throws IOException {
        return Files.writeString(scratch.resolve("written"), "classes");
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void options_onceItIsKept_nameIt() throws IOException {
        assertThat(archive().isWanted()).isTrue();
        assertThat(archive().options()).isEmpty();

        archive().keep(written());
        assertThat(archive().isWanted()).isFalse();
        assertThat(kept())
                .singleElement()
                .satisfies(file -> assertThat(archive().options().get(0)).endsWith("=" + file));
    }

    @Test
    void options_ofEachJava_areThoseThatItKnows() throws IOException {
        ClassArchive old = new ClassArchive(new HashedFiles(cache, ".jsa", Long.MAX_VALUE), "key", 24);
        old.keep(written());
        assertThat(old.options()).singleElement().asString().startsWith("-XX:SharedArchiveFile=" + cache + "/key-");
        assertThat(old.writingTo(Path.of("/x"))).isEqualTo("-XX:ArchiveClassesAtExit=/x");

        ClassArchive later = new ClassArchive(new HashedFiles(cache, ".jsa", Long.MAX_VALUE), "key", 25);
        assertThat(later.options()).singleElement().asString().startsWith("-XX:AOTCache=" + cache + "/key-");
        assertThat(later.writingTo(Path.of("/x"))).isEqualTo("-XX:AOTCacheOutput=/x");
    }

    @Test
    void key_ofOtherJarsOrOtherFlags_isAnother() throws IOException {
        archive().keep(written());
        assertThat(find(JAVA, "--add-opens=java.base/java.net=ALL-UNNAMED", List.of())
                        .orElseThrow()
                        .isWanted())
                .isTrue();

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertThat(archive().isWanted()).isTrue();
    }

    @Test
    void find_ofDirectories_hasNone() throws IOException {
        jar = Files.createDirectory(scratch.resolve("classes"));
        assertThat(find(JAVA, "", List.of())).isEmpty();
    }

    @Test
    void find_ofAProgramThatIsNoJava_hasNone() throws IOException {
        Path script = Files.writeString(scratch.resolve("java"), "#!/bin/sh\n");
        assertThat(find(new JavaProgram(script.toString(), 17), "", List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xshare:off",
                "-XX:SharedArchiveFile=x",
                "-XX:AOTCache=x",
                "-XX:ArchiveClassesAtExit=x",
                "-XX:+AutoCreateSharedArchive",
                "-XX:+UseParallelGC",
                "-XX:-UseCompressedOops",
                "-XX:Flags=x",
                "-javaagent:x.jar",
                "-agentlib:jdwp=transport=dt_socket",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "@file"
            })
    void find_withOptionsThatDoNotFit_hasNone(String option) {
        assertThat(find(JAVA, "", List.of("-Xmx1g", option))).isEmpty();
    }

    @Test
    void find_withOtherOptions_isThere() {
        assertThat(find(JAVA, "", List.of("-Xmx1g", "-Dx=y", "-Xlog:gc", "-ea")))
                .isPresent();
    }

    @Test
    void find_withoutADirectory_hasNone() {
        JvmCommand.Host host = new JvmCommand.Host(HostOptions.sort(List.of()), List.of(), List.of(), List.of(jar));
        assertThat(new ClassArchives(Optional.empty()).of(JAVA, host, List.of()))
                .isEmpty();
    }

    @Test
    void options_ofASpoiledFile_areNoneAndItGoes() throws IOException {
        archive().keep(written());
        Files.writeString(kept().get(0), "Classes");
        assertThat(archive().options()).isEmpty();
        assertThat(kept()).isEmpty();
        assertThat(archive().isWanted()).isTrue();
    }

    @Test
    void keep_ofNothing_asksAgainAfterADay() throws IOException {
        archive().keep(scratch.resolve("missing"));
        assertThat(archive().options()).isEmpty();
        assertThat(archive().isWanted()).isFalse();

        Files.setLastModifiedTime(kept().get(0), FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        assertThat(archive().isWanted()).isTrue();
    }

    @Test
    void keep_thatFails_leavesNothing() throws IOException {
        Path unreadable = Files.createDirectory(scratch.resolve("unreadable"));
        assertThatThrownBy(() -> archive().keep(unreadable)).isInstanceOf(IOException.class);
        assertThat(kept()).isEmpty();
        assertThat(archive().isWanted()).isTrue();
    }

    @Test
    void tryClaim_whileAnotherHasIt_isEmpty() throws IOException {
        try (Closeable claim = archive().tryClaim().orElseThrow()) {
            assertThat(claim).isNotNull();
            assertThat(archive().tryClaim()).isEmpty();
        }
        archive().tryClaim().orElseThrow().close();
    }
}
