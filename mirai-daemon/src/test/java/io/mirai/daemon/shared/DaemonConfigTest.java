package io.mirai.daemon.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.HostGone;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DaemonConfigTest {

    private final DaemonConfig config = new DaemonConfig(
            new LinkAddress.Unix(Path.of("/run/a b=c\\d#é/s")),
            Secret.of(Token.random()),
            null,
            3,
            2,
            8,
            true,
            new DaemonLimits(5, Duration.ofSeconds(1), null, 2),
            new Cleanup(13),
            new HostGone(AutoExit.EXIT, "TERM"),
            new LaunchingHost(
                    Path.of("/run/a b=c\\d#é"),
                    4711,
                    Path.of("/run/a b=c\\d#é/host"),
                    Path.of("/run/session"),
                    Path.of("/run/ledger"),
                    Path.of("/run/words")));

    @Test
    void readFrom_returnsWhatWasWritten() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        config.writeTo(out);
        assertThat(DaemonConfig.readFrom(new ByteArrayInputStream(out.toByteArray())))
                .isEqualTo(config);
    }

    @Test
    void readFrom_aStreamThatEndsTooEarly_fails() {
        assertThatThrownBy(() -> DaemonConfig.readFrom(bytes("slot=1\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended");
    }

    @Test
    void readFrom_withoutAValue_namesIt() {
        assertThatThrownBy(() -> DaemonConfig.readFrom(bytes("end\n"))).hasMessage("no address");
    }

    @Test
    void toString_hidesTheSecret() {
        assertThat(config.toString()).doesNotContain(config.secret().text());
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
