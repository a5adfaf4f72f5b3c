package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SecretsInLogsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void logback_atTrace_showsNoSecret() throws Exception {
        Path config = scratch.resolve("config");
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path java = Files.writeString(scratch.resolve("java"), "#!/bin/sh\ntee " + config + " | " + real + " \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ProcessBuilder host =
                HostJvm.under(List.of(), List.of(), LoggingHost.class, java.toString(), config.toString());
        assertThat(HostJvm.run(host)).isEqualTo("true\n[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://127.0.0.1:0", "tls+tcp://127.0.0.1:0", "ws://127.0.0.1:0/path", "wss://127.0.0.1:0/path"})
    void logback_atTrace_showsNoSecretOfANetwork(String url) throws Exception {
        ProcessBuilder host = HostJvm.under(List.of(), List.of(), LoggingHost.class, url);
        assertThat(HostJvm.run(host)).isEqualTo("true\n[]");
    }
}
