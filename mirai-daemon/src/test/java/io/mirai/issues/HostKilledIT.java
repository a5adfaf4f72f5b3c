package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.daemon.end.ExitCode;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.wire.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon of the command line ends with the process of its host. */
@NeedsRunnableJar
class HostKilledIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "tls+tcp://127.0.0.1:0, true",
        "tls+tcp://127.0.0.1:0, false",
        "wss://127.0.0.1:0/mirai, true",
        "wss://127.0.0.1:0/mirai, false"
    })
    void hostProcessThatEnds_endsItsDaemon(String url, boolean killed) throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            String where = said.readLine();
            String secret = said.readLine();
            try (RunnableJar daemon = RunnableJar.start(scratch, Map.of(), secret, "daemon", where)) {
                await().atMost(RunnableJar.DEADLINE).until(() -> daemon.err().contains("serves the host"));
                if (killed) {
                    host.destroyForcibly();
                } else {
                    host.getOutputStream().close();
                }
                RunnableJar.Ended ended = daemon.end();
                assertThat(ended.status()).isEqualTo(ExitCode.HOST_GONE.status());
                assertThat(ended.err())
                        .contains("its link to the host had ended")
                        .hasLineCount(2);
            }
        } finally {
            host.destroyForcibly();
        }
    }

    /** Says where it listens and its secret; exits at the end of its standard input. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) throws IOException {
            AnyHost host = new AnyHost(args[0], Token.random());
            System.out.println(host.url() + "\n" + host.secret());
            while (System.in.read() >= 0) {}
            System.exit(0);
        }
    }
}
