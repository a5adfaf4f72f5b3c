package io.mirai.network;

import static org.awaitility.Awaitility.await;

import io.mirai.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real {@code sshd} on loopback with keys, configuration and an address of its own, and the configuration of a client that knows it
 * as {@code one} and {@code two}. It ends with this JVM, however that ends. The user of the test is the one who is logged in.
 */
final class Sshd implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final Path PRIVILEGES = Path.of("/run/sshd");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Path directory;
    private final Process shell;

    private Sshd(Path directory, Process shell) {
        this.directory = directory;
        this.shell = shell;
    }

    /** Skips the test where there is no such program. */
    static void assume() {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM) && Files.isExecutable(Path.of("/usr/bin/ssh")),
                "there is no sshd and ssh here: apt-get install openssh-server openssh-client");
    }

    /** Starts one, whose users find a Java and have a cache in this directory. */
    static Sshd start(Path directory) throws Exception {
        int port = Ports.free();
        key(directory.resolve("host"));
        key(directory.resolve("user"));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(PRIVILEGES);
        }
        Path config = Files.writeString(
                directory.resolve("sshd_config"),
                """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %2$s/host
                AuthorizedKeysFile %2$s/user.pub
                PasswordAuthentication no
                StrictModes no
                UsePAM no
                PidFile none
                AcceptEnv NOTHING
                SetEnv XDG_CACHE_HOME=%2$s/cache JAVA_HOME=%3$s
                """
                        .formatted(port, directory, System.getProperty("java.home")));
        String hostKey = Files.readString(directory.resolve("host.pub")).strip();
        Files.writeString(directory.resolve("known"), "the-test-machine " + hostKey + "\n");
        Files.writeString(
                directory.resolve("config"),
                """
                Host one two
                  HostName 127.0.0.1
                  Port %d
                  HostKeyAlias the-test-machine
                Host stranger
                  HostName 127.0.0.1
                  Port %1$d
                  HostKeyAlias not-known
                Host behind
                  HostName 127.0.0.1
                  Port %1$d
                  HostKeyAlias the-test-machine
                  ProxyJump one
                Host down
                  HostName 127.0.0.1
                  Port 1
                Host *
                  IdentityFile %2$s/user
                  IdentitiesOnly yes
                  UserKnownHostsFile %2$s/known
                  GlobalKnownHostsFile /dev/null
                """
                        .formatted(port, directory));
        Process shell = new ProcessBuilder(
                        "sh", "-c", PROGRAM + " -D -e -f '" + config + "' & s=$!; cat > /dev/null; kill $s; wait $s")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Sshd sshd = new Sshd(directory, shell);
        await().atMost(DEADLINE).until(() -> answers(port));
        return sshd;
    }

    private static void key(Path file) throws Exception {
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("ssh-keygen has failed");
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The command of a client that knows it. */
    String ssh() {
        return "ssh -F " + directory.resolve("config");
    }

    /** The jars that were sent there. */
    List<Path> jars() throws IOException {
        Path cache = directory.resolve("cache/mirai/daemons");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (var files = Files.list(cache)) {
            return files.toList();
        }
    }

    /** The connections of clients of this JVM. */
    static List<ProcessHandle> clients() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/ssh"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        await().atMost(DEADLINE).until(() -> !shell.isAlive());
    }
}
