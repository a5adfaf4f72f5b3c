package io.mirai.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.DaemonSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell on another machine makes of the command, with a Java that only says what it was given. */
@SuppressWarnings("NullAway.Init") // by JUnit
class BootstrapTest {

    private static final JarContent JAR = new JarContent(Path.of("unused"), "abc123", 5);

    @TempDir
    private Path home;

    @BeforeEach
    void makeJava() throws IOException {
        java("old", "1.8.0_392");
        java("jdk/bin", "17.0.9");
    }

    private Path java(String directory, String version) throws IOException {
        Path program = Files.createDirectories(home.resolve(directory)).resolve("java");
        Files.writeString(
                program,
                """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2023-10-17' >&2; exit 0; fi
                echo "java: $0"
                for a; do printf 'word: <%%s>\\n' "$a"; done
                env | grep -q mirai1_ && echo "the secret is in the environment"
                IFS= read -r s; echo "secret: $s"
                IFS= read -r s || echo "input: ended"
                IFS= read -r s <&3 || echo "descriptor 3: ended"
                exit 42
                """
                        .formatted(version));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process run(String shell, List<String> java, DaemonSpec daemon, String... environment) throws IOException {
        String command = Bootstrap.command(JAR, java, "tcp://127.0.0.1:1", 3, daemon, true);
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", home.resolve("old") + ":/usr/bin:/bin");
        for (String each : environment) {
            builder.environment().put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return builder.start();
    }

    private static BufferedReader said(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void awaitLine(BufferedReader said, String line) throws IOException {
        for (String next = said.readLine(); !line.equals(next); next = said.readLine()) {
            assertThat(next).as("before " + line).isNotNull();
        }
    }

    private static void send(OutputStream input, String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "zsh", "ksh", "mksh", "fish", "tcsh"})
    void daemon_isStartedInEachShell(String shell) throws Exception {
        Assumptions.assumeTrue(
                Stream.of("/bin/", "/usr/bin/").anyMatch(at -> Files.isExecutable(Path.of(at + shell))),
                "there is no " + shell + " here");
        DaemonSpec daemon = DaemonSpec.DEFAULT
                .withJvmArgs(List.of("-Dtext=it's \"quoted\" $HOME", "-Dempty="))
                .withThreads(2);
        Process process = run(shell, List.of(), daemon, "JAVA_HOME=" + home.resolve("jdk"), "s=exported", "j=exported");
        OutputStream input = process.getOutputStream();
        try (BufferedReader said = said(process)) {
            awaitLine(said, Bootstrap.NEEDS_JAR);
            send(input, "12345");
            awaitLine(said, Bootstrap.READY);
            send(input, "mirai1_secret\n");
            awaitLine(said, "java: " + home.resolve("jdk/bin/java"));
            awaitLine(said, "word: <-Dsun.misc.unsafe.memory.access=allow>");
            awaitLine(said, "word: <-Dtext=it's \"quoted\" $HOME>");
            awaitLine(said, "word: <-Dempty=>");
            awaitLine(said, "word: <-jar>");
            awaitLine(said, "word: <" + home.resolve(".cache/mirai/daemons/abc123.jar") + ">");
            awaitLine(said, "word: <daemon>");
            awaitLine(said, "word: <tcp://127.0.0.1:1>");
            awaitLine(said, "word: <--slot=3>");
            awaitLine(said, "word: <--ends-with=/dev/fd/3>");
            awaitLine(said, "word: <--threads=2>");
            assertThat(said.readLine()).isEqualTo("secret: mirai1_secret");
            awaitLine(said, "input: ended");
            input.close();
            awaitLine(said, "descriptor 3: ended");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(42);
        }
        assertThat(home.resolve(".cache/mirai/daemons/abc123.jar")).hasContent("12345");
    }

    @Test
    void jarThatIsThere_isNotAskedFor() throws Exception {
        Path cache = Files.createDirectories(home.resolve("own/mirai/daemons"));
        Files.writeString(cache.resolve("abc123.jar"), "12345");
        Process process = run(
                "sh",
                List.of(home.resolve("jdk/bin/java").toString(), "-Xmx1g"),
                DaemonSpec.DEFAULT,
                "XDG_CACHE_HOME=" + home.resolve("own"));
        OutputStream input = process.getOutputStream();
        try (BufferedReader said = said(process)) {
            assertThat(said.readLine()).isEmpty();
            assertThat(said.readLine()).isEqualTo(Bootstrap.READY);
            send(input, "s\n");
            awaitLine(said, "word: <-Xmx1g>");
            input.close();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void jarThatIsSpoiled_isSentAgain() throws Exception {
        Path cache = Files.createDirectories(home.resolve(".cache/mirai/daemons"));
        Files.writeString(cache.resolve("abc123.jar"), "123");
        Process process = run("sh", List.of(home.resolve("jdk/bin/java").toString()), DaemonSpec.DEFAULT);
        OutputStream input = process.getOutputStream();
        try (BufferedReader said = said(process)) {
            awaitLine(said, Bootstrap.NEEDS_JAR);
            send(input, "12345");
            awaitLine(said, Bootstrap.READY);
            send(input, "s\n");
            input.close();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(cache.resolve("abc123.jar")).hasContent("12345");
    }

    @Test
    void jarThatIsCutOff_isNotKept() throws Exception {
        Process process = run("sh", List.of(home.resolve("jdk/bin/java").toString()), DaemonSpec.DEFAULT);
        OutputStream input = process.getOutputStream();
        try (BufferedReader said = said(process)) {
            awaitLine(said, Bootstrap.NEEDS_JAR);
            send(input, "123");
            input.close();
            awaitLine(said, "the daemon jar could not be kept in " + home.resolve(".cache/mirai/daemons"));
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(69);
        try (Stream<Path> kept = Files.list(home.resolve(".cache/mirai/daemons"))) {
            assertThat(kept).isEmpty();
        }
    }

    @Test
    void hostThatGoesBeforeTheSecret_startsNothing() throws Exception {
        Process process = run("sh", List.of(home.resolve("jdk/bin/java").toString()), DaemonSpec.DEFAULT);
        OutputStream input = process.getOutputStream();
        try (BufferedReader said = said(process)) {
            awaitLine(said, Bootstrap.NEEDS_JAR);
            send(input, "12345");
            awaitLine(said, Bootstrap.READY);
            input.close();
            assertThat(said.readLine()).isNull();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void javaThatIsTooOld_orNotThere_isSaid() throws Exception {
        Process process = run("sh", List.of(), DaemonSpec.DEFAULT);
        try (BufferedReader said = said(process)) {
            assertThat(said.readLine())
                    .isEqualTo("there is no Java 17 or newer as java on the PATH, nor in JAVA_HOME; java is of Java 1:"
                            + " install one there, or say where it is by SshConfig.java(...)");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(69);
        Process other = run("sh", List.of("/no/such/java"), DaemonSpec.DEFAULT);
        try (BufferedReader said = said(other)) {
            assertThat(said.readLine()).startsWith("there is no Java 17 or newer as /no/such/java: install one there");
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shown_hasNoPassword() {
        DaemonSpec daemon = DaemonSpec.DEFAULT.withJvmArgs(List.of("-Djavax.net.ssl.keyStorePassword=hidden"));
        assertThat(Bootstrap.shown(List.of("java", "-Dtoken=hidden"), "tcp://127.0.0.1:1", 3, daemon))
                .contains("keyStorePassword=***", "-Dtoken=***", "--slot=3")
                .doesNotContain("hidden");
    }
}
