package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole JVMs that are hosts, in surroundings of all kinds. Each says that its work is done, and leaves nothing. */
@Timeout(120)
class HostOfEveryKindTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // before each
    private Path temporary;

    @BeforeEach
    void makeTheTemporaryDirectory() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    @Test
    @Tag("jdk")
    void inAShutdownHook() throws Exception {
        assertOk(host("in-a-hook"));
    }

    @Test
    void closedInAShutdownHook() throws Exception {
        assertOk(host("closed-in-a-hook"));
    }

    @Test
    void thatExitsWithDaemonsAtWork() throws Exception {
        assertOk(host("exit"));
    }

    @Test
    void fourAtOnceInOnePlace() throws Exception {
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hosts.add(start(host("again-and-again")));
        }
        for (Host host : hosts) {
            host.assertOk();
        }
    }

    @Test
    void withoutAHome() throws Exception {
        ProcessBuilder host = host("plain", "-Duser.home=?");
        host.environment().keySet().removeIf(name -> name.equals("HOME") || name.equals("XDG_RUNTIME_DIR"));
        assertOk(host);
    }

    @Test
    @Tag("jdk")
    void inTheLanguageC_inADirectoryOfAnother() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("kůň 馬"));
        ProcessBuilder host = host("plain", "-Dfile.encoding=ISO-8859-1");
        host.environment().put("LANG", "C");
        host.environment().put("LC_ALL", "C");
        assertOk(host.directory(odd.toFile()));
    }

    @Test
    @Tag("jdk")
    void inPathsWithSpacesAndOtherLetters() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("kůň a 馬"));
        Path classes = odd.resolve("my classes+%41");
        Path own = Path.of(HostOfEveryKind.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path copy = classes.resolve(own.relativize(own.resolve("io/mirai/issues/HostOfEveryKind.class")));
        Files.createDirectories(copy.getParent());
        Files.copy(own.resolve("io/mirai/issues/HostOfEveryKind.class"), copy);
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).equals(own)
                        ? "my classes+%41"
                        : Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        temporary = Files.createDirectory(odd.resolve("tmp 馬"));
        List<String> command = command(classPath, "plain", "-Djava.io.tmpdir=" + temporary);
        ProcessBuilder host = new ProcessBuilder(command).directory(odd.toFile());
        host.environment().put("LC_ALL", "C.UTF-8");
        assertOk(host);
    }

    @Test
    @Tag("jdk")
    void inADirectoryThatIsGone() throws Exception {
        assertOk(host("without-directory")
                .directory(Files.createDirectory(directory.resolve("gone")).toFile()));
    }

    @Test
    void withoutStandardInput() throws Exception {
        assertOk(inShell("<&-"));
    }

    @Test
    void withoutStandardOutput() throws Exception {
        assertOk(inShell(">&-"));
    }

    @Test
    @Tag("jdk")
    void withoutAnyStandardStream() throws Exception {
        assertOk(inShell("<&- >&- 2>&-"));
    }

    private ProcessBuilder inShell(String redirection) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + redirection, "sh"));
        ProcessBuilder host = host("plain");
        command.addAll(host.command());
        return host.command(command);
    }

    private ProcessBuilder host(String kind, String... options) {
        return new ProcessBuilder(command(System.getProperty("java.class.path"), kind, options));
    }

    private List<String> command(String classPath, String kind, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, HostOfEveryKind.class.getName(), kind));
        return command;
    }

    private record Host(Process process, Path answer, Path error) {

        void assertOk() throws Exception {
            try {
                assertThat(process.waitFor(100, TimeUnit.SECONDS)).as("it ends").isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(error).as("standard error").content().isEmpty();
            assertThat(answer).as("what it says").content().isEqualTo("ok");
            assertThat(process.exitValue()).isZero();
        }
    }

    private void assertOk(ProcessBuilder builder) throws Exception {
        start(builder).assertOk();
    }

    private Host start(ProcessBuilder builder) throws Exception {
        Path answer = Files.createTempFile(directory, "answer", "");
        Path error = Files.createTempFile(directory, "error", "");
        builder.command().add(answer.toString());
        if (builder.environment().containsKey("XDG_RUNTIME_DIR")) {
            builder.environment().put("XDG_RUNTIME_DIR", temporary.toString());
        }
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(error.toFile())
                .start();
        return new Host(process, answer, error);
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(DEADLINE).untilAsserted(() -> {
            try (Stream<Path> files = Files.list(temporary)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("mirai-")))
                        .isEmpty();
            }
        });
    }
}
