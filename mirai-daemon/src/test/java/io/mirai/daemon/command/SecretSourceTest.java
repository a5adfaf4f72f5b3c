package io.mirai.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.machine.OwnFiles;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {

    private final Secret secret = Secret.of(Token.random());
    private final Secret other = Secret.of(Token.random());

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_takesTheFileFirst_thenTheEnvironment_thenStandardInput() throws IOException {
        Path file = Files.writeString(scratch.resolve("secret"), secret.text() + "\n");
        OwnFiles.keepOthersOut(file);
        InputStream input = bytes(other.text());
        assertThat(new SecretSource(file, other.text(), input, false).read()).isEqualTo(secret);
        assertThat(new SecretSource(null, secret.text(), input, false).read()).isEqualTo(secret);
        assertThat(new SecretSource(null, " ", input, false).read()).isEqualTo(other);
    }

    @Test
    void read_ofStandardInput_isItsFirstLine() {
        InputStream input = bytes(secret.text() + "\r\nand more");
        assertThat(new SecretSource(null, null, input, false).read()).isEqualTo(secret);
        assertThat(input).hasContent("and more");
    }

    @Test
    void read_ofAPipe_waitsForItsEnd() throws IOException {
        PipedOutputStream pipe = new PipedOutputStream();
        SecretSource source = new SecretSource(null, null, new PipedInputStream(pipe), false);
        Thread slow = new Thread(() -> {
            try (pipe) {
                pipe.write(secret.text().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        slow.start();
        assertThat(source.read()).isEqualTo(secret);
    }

    @Test
    void read_whereSomebodyWouldHaveToTypeIt_doesNotWait() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("nobody types");
            }

            @Override
            public int read(byte[] into, int from, int count) {
                return read();
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretSource(null, null, endless, true).read())
                .withMessageStartingWith("there is no secret on standard input");
    }

    @Test
    void toString_showsNoSecret() {
        assertThat(new SecretSource(null, secret.text(), bytes(""), false).toString())
                .doesNotContain(secret.text());
    }
}
