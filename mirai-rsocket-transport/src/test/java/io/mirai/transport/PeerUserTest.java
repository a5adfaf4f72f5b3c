package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerUserTest {

    /** Says what an own daemon would, and prints whether the other side hung up without a word. */
    private static final String STRANGER =
            """
            import java.io.IOException;
            import java.net.UnixDomainSocketAddress;
            import java.nio.ByteBuffer;
            import java.nio.channels.SocketChannel;
            import java.nio.file.Path;
            import java.util.HexFormat;
            public class Stranger {
                public static void main(String[] args) throws Exception {
                    try (SocketChannel host = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
                        host.write(ByteBuffer.wrap(HexFormat.of().parseHex(args[1])));
                        System.out.print(host.read(ByteBuffer.allocate(1)) < 0 ? "cut" : "heard something");
                    } catch (IOException reset) {
                        System.out.print("cut");
                    }
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void dial_byTheSameUser_isAdmitted() {
        try (Pair pair = new Pair()) {
            pair.dial(new Pair.Echo());
            assertThat(pair.link().setup().slot()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIX", "UNIX_WITHOUT_NATIVE_LIBRARY"})
    void dial_byAnotherUser_isCutUnheard(Pair.Over over) throws Exception {
        Path setpriv = Path.of("/usr/bin/setpriv");
        assumeThat((int) Files.getAttribute(scratch, "unix:uid")).isZero();
        assumeThat(setpriv).isExecutable();
        Path program = Files.createTempFile("Stranger", ".java");
        try (Pair pair = new Pair(over, Pair.NO_CLASSES)) {
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
                            pair.socket.toString(),
                            HexFormat.of().formatHex(RawFrames.setup(Pair.setup(0), 10_000, 60_000)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertThat(stranger.waitFor(60, TimeUnit.SECONDS)).isTrue();
                String said = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said).isEqualTo("cut");
                assertThat(pair.events.connected).isEmpty();
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
