package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnUserTest {

    /** Waits for the other side to hang up and prints for how many milliseconds, or that it heard something. */
    private static final String STRANGER =
            """
            import java.net.UnixDomainSocketAddress;
            import java.nio.ByteBuffer;
            import java.nio.channels.SocketChannel;
            import java.nio.file.Path;
            public class Stranger {
                public static void main(String[] args) throws Exception {
                    try (SocketChannel host = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
                        long begin = System.nanoTime();
                        int read = host.read(ByteBuffer.allocate(1));
                        System.out.print(read < 0 ? (System.nanoTime() - begin) / 1_000_000 : "heard something");
                    }
                }
            }
            """;

    /** Who is not turned away at once is cut after three seconds of silence. */
    private static final long AT_ONCE_MILLIS = 2_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void is_beforeTheUserIsKnown_admitsNobody() {
        OwnUser user = new OwnUser();
        assertThat(user.is(0)).isFalse();
        assertThat(user.is(-1)).isFalse();
    }

    @Test
    void is_afterwards_admitsThatUserOnly() throws IOException {
        OwnUser user = new OwnUser();
        user.learnFrom(scratch);
        int own = (int) Files.getAttribute(scratch, "unix:uid");
        assertThat(user.is(own)).isTrue();
        assertThat(user.is(own + 1)).isFalse();
        assertThat(user.is(-1)).isFalse();
    }

    @Test
    void dial_byTheSameUser_isAdmitted() {
        try (Pair pair = new Pair()) {
            pair.dial(new Pair.Echo());
            assertThat(pair.link().setup().slot()).isZero();
        }
    }

    @Test
    void dial_byAnotherUser_isCutAtOnce() throws Exception {
        Path setpriv = Path.of("/usr/bin/setpriv");
        assumeThat((int) Files.getAttribute(scratch, "unix:uid")).isZero();
        assumeThat(setpriv).isExecutable();
        Path program = Files.createTempFile("Stranger", ".java");
        try (Pair pair = new Pair()) {
            Files.writeString(program, STRANGER);
            permit(program, "rw-r--r--");
            // Even where the modes of files would let it in.
            permit(pair.directory, "rwxr-xr-x");
            permit(pair.socket, "rw-rw-rw-");
            Process stranger = new ProcessBuilder(
                            setpriv.toString(),
                            "--reuid=65534",
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            program.toString(),
                            pair.socket.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertThat(stranger.waitFor(60, TimeUnit.SECONDS)).isTrue();
                String said = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).matches("\\d+");
                assertThat(Long.parseLong(said)).isLessThan(AT_ONCE_MILLIS);
            } finally {
                stranger.destroyForcibly();
            }
        } finally {
            Files.delete(program);
        }
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
