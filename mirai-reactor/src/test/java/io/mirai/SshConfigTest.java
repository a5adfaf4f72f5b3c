package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.spi.Launch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshConfigTest {

    @Test
    void urls_nameUserHostAndPort() {
        assertThat(SshConfig.of(
                                "ssh://node",
                                "ssh://me@10.75.32.90:222",
                                "ssh://[fe80::1%eth0]:22",
                                "ssh://a_b.example.com/")
                        .launches())
                .extracting(launch -> ((Launch.BySsh) launch).login())
                .containsExactly(
                        new Launch.Login("", "node", 0),
                        new Launch.Login("me", "10.75.32.90", 222),
                        new Launch.Login("", "fe80::1%eth0", 22),
                        new Launch.Login("", "a_b.example.com", 0));
        assertThat(SshConfig.of("ssh://me@[::1]:2222", "ssh://node"))
                .hasToString("SshConfig[ssh://me@[::1]:2222, ssh://node]");
    }

    @Test
    void methods_changeEachLaunch() {
        assertThat(SshConfig.of("ssh://a", "ssh://b")
                        .tunnel(true)
                        .timeout(Duration.ofSeconds(3))
                        .command("ssh -F 'my config'")
                        .java("/opt/java -Xmx1g")
                        .quote(false)
                        .launches())
                .extracting(Launch.class::cast)
                .containsExactly(
                        new Launch.BySsh(
                                new Launch.Login("", "a", 0),
                                true,
                                List.of("ssh", "-F", "my config"),
                                Duration.ofSeconds(3),
                                List.of("/opt/java", "-Xmx1g")),
                        new Launch.BySsh(
                                new Launch.Login("", "b", 0),
                                true,
                                List.of("ssh", "-F", "my config"),
                                Duration.ofSeconds(3),
                                List.of("/opt/java", "-Xmx1g")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "ssh://",
                "ssh://-oProxyCommand=x",
                "ssh://-l@node",
                "ssh://node:0",
                "ssh://node:99999",
                "ssh://node:x",
                "ssh://a b",
                "ssh://node/path",
                "ssh://::1"
            })
    void otherUrls_areRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshConfig.of(url))
                .withMessageStartingWith("'" + url + "' is not as ssh://user@host:port");
    }

    @Test
    void noUrl_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(SshConfig::of).withMessageContaining("no machine is named");
    }
}
