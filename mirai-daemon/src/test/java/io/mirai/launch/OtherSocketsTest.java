package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mirai.Daemons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that are no Unix sockets of Netty's native transport. */
class OtherSocketsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void tcpOnLoopback_runsTasks_andTellsItsPort() {
        try (Daemons daemons = Daemons.builder().url("tcp://127.0.0.1:0").start()) {
            daemons.launchLocal(2);
            assertThat(daemons.mirai(() -> 6 * 7).block(TestFleet.DEADLINE)).isEqualTo(42);
            byte[] large = new byte[3_000_000];
            Arrays.fill(large, (byte) 7);
            assertThat(daemons.mirai(() -> large.clone()).block(TestFleet.DEADLINE))
                    .isEqualTo(large);
            assertThat(daemons.status().url()).matches("tcp://127\\.0\\.0\\.1:[1-9]\\d*");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://0.0.0.0:0, has no encryption, TlsConfig.insecure()",
        "tls://127.0.0.1:0, its scheme tls is not known, tls+tcp://",
        "tcp://no-such-host.invalid:5555, its host no-such-host.invalid cannot be resolved, use an address",
        "tcp://127.0.0.1:99999, its port, 65535",
        "nonsense, it has no scheme, tcp://host:port"
    })
    void urlThatCannotBeListenedAt_isRefusedAtTheStart(String url, String what, String cure) {
        assertThatThrownBy(() -> Daemons.builder().url(url).start().close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen")
                .hasMessageContainingAll(url, what, cure);
    }

    @Test
    void unixSocketOfTheUsersOwn_runsTasks_alsoThroughALink() throws IOException {
        Path own = directory("own", "rwx------");
        for (Path directory : List.of(own, Files.createSymbolicLink(scratch.resolve("link"), own))) {
            String url = "unix://" + directory.resolve("s");
            try (Daemons daemons = Daemons.builder().url(url).start()) {
                daemons.launchLocal(1);
                assertThat(daemons.mirai(() -> 6 * 7).block(TestFleet.DEADLINE)).isEqualTo(42);
                assertThat(daemons.status().url()).isEqualTo(url);
            }
            assertThat(own).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx-wx---", "rwx--x---", "rwx-----x"})
    void unixSocketWhereOthersMayEnter_isRefused_alsoThroughALink(String permissions) throws IOException {
        Path open = directory("open", permissions);
        assertRefused(open, "open belongs to", permissions, "chmod 700");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), open);
        assertRefused(link, "link belongs to", permissions, "chmod 700");
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void unixSocketInADirectoryThatIsNotThere_isRefused() {
        assertRefused(scratch.resolve("none"), "there is no directory", "chmod 700");
    }

    @Test
    void unixSocketWhereAnotherUserOwnsTheDirectoryOrTheLinkToIt_isRefused() throws IOException {
        assumeThat((int) Files.getAttribute(scratch, "unix:uid")).isZero();
        Path foreign = directory("foreign", "rwx------");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), directory("own", "rwx------"));
        for (Path each : List.of(foreign, link)) {
            Files.setAttribute(each, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        }
        assertRefused(foreign, "foreign belongs to", "rwx------");
        assertRefused(link, "is a link of", "use the directory that it leads to");
        assertThat(foreign).isEmptyDirectory();
    }

    private Path directory(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(scratch.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }

    private static void assertRefused(Path directory, String... why) {
        assertThatThrownBy(() -> Daemons.builder()
                        .url("unix://" + directory.resolve("s"))
                        .start()
                        .close())
                .hasMessageContaining("cannot listen")
                .hasMessageContainingAll(why);
    }

    @Test
    void hostThatIsToldToDoWithoutNativeLibraries_runsTasks() throws Exception {
        ProcessBuilder host = HostJvm.on(System.getProperty("java.class.path"), TwoTasks.class);
        host.command().add(1, "-Dio.netty.transport.noNative=true");
        assertThat(output(host)).isEqualTo("42 unix");
    }

    @Test
    void hostWithoutTheNativeTransportOnItsClassPath_runsTasks() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("epoll"))
                .collect(Collectors.joining(":"));
        assertThat(output(HostJvm.on(without, TwoTasks.class))).isEqualTo("42 unix");
    }

    @Test
    void hostWithoutBouncyCastleOnItsClassPath_saysSo_andRunsTasksWithoutTls() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("bouncycastle"))
                .collect(Collectors.joining(":"));
        assertThat(output(HostJvm.on(without, TlsThenTcp.class)))
                .contains("a library that TLS needs is not on the class path", "bcpkix")
                .endsWith("42");
    }

    /** Prints why it cannot listen by TLS, and the value of a task without it. */
    static final class TlsThenTcp {

        private TlsThenTcp() {}

        public static void main(String[] args) {
            try (Daemons daemons =
                    Daemons.builder().url("tls+tcp://127.0.0.1:0").start()) {
                System.out.println(daemons.status().url());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
            try (Daemons daemons = Daemons.builder().url("tcp://127.0.0.1:0").start()) {
                daemons.launchLocal(1);
                System.out.println(daemons.mirai(() -> 42).block(TestFleet.DEADLINE));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'', unix true true", "EPOLL, unix false false", "'EPOLL,UNIX_SOCKETS', tcp: false false"})
    void hostOnAMachineThatLacksSomething_runsTasksByTheOtherWay_onBothSides(String lacking, String expected)
            throws Exception {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        ProcessBuilder host = HostJvm.on(System.getProperty("java.class.path"), WaysTaken.class);
        host.environment().put("MIRAI_TEST_HIDES", lacking);
        assertThat(output(host)).isEqualTo(expected);
    }

    private static String output(ProcessBuilder host) throws Exception {
        Process process = host.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(TestFleet.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints what its daemon dials, and whether the host and the daemon wait by epoll. */
    static final class WaysTaken {

        private WaysTaken() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(1)) {
                Boolean there = daemons.mirai(WaysTaken::usesEpoll).block(TestFleet.DEADLINE);
                System.out.println(
                        daemons.status().url().substring(0, "unix".length()) + " " + usesEpoll() + " " + there);
            }
        }

        private static boolean usesEpoll() {
            return Thread.getAllStackTraces().values().stream()
                    .flatMap(Stream::of)
                    .anyMatch(frame -> frame.getClassName().startsWith("io.netty.channel.epoll."));
        }
    }

    /** Prints the sum of two tasks, and what its daemons dial. */
    static final class TwoTasks {

        private TwoTasks() {}

        public static void main(String[] args) {
            try (Daemons daemons = Daemons.local(2)) {
                Integer answer = daemons.mirai(() -> 40)
                        .zipWith(daemons.mirai(() -> 2), Integer::sum)
                        .block(TestFleet.DEADLINE);
                System.out.println(answer + " " + daemons.status().url().substring(0, "unix".length()));
            }
        }
    }
}
