package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A web application of Spring Boot, as one executable jar and extracted, asked as its clients ask it. */
@Timeout(200)
class WebFluxTest {

    private static final Path PROJECTS = Path.of(System.getProperty("projects"));
    private static final Path JAR = PROJECTS.resolve("spring-webflux/target/spring-webflux-1.jar");
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void executableJar_servesFromDaemons() throws Exception {
        assertServes(JAR);
    }

    @Test
    void executableJar_ofTheOlderLine_servesFromDaemons() throws Exception {
        assertServes(PROJECTS.resolve("spring-webflux-3.5/target/spring-webflux-3.5-1.jar"));
    }

    @Test
    void extractedJar_servesFromDaemons() throws Exception {
        List<String> extract = Program.command(
                Program.java(), "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination", "extracted");
        Program.output(scratch, Map.of(), extract);
        assertServes(scratch.resolve("extracted").resolve(JAR.getFileName()));
    }

    private void assertServes(Path jar) throws Exception {
        int port = Ports.free();
        Path log = scratch.resolve("log");
        List<String> command = Program.command(
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-Dmirai.archive=false", // its processes are counted
                "-jar",
                jar.toString(),
                "--server.port=" + port);
        Process application = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(DEADLINE).ignoreExceptions().until(() -> get(port, "/square/7") != null);
            assertThat(get(port, "/square/7")).isEqualTo("{\"root\":7,\"square\":49,\"onDaemon\":true}");
            assertThat(get(port, "/squares/3"))
                    .isEqualTo(
                            """
                            data:{"root":0,"square":0,"onDaemon":true}

                            data:{"root":1,"square":1,"onDaemon":true}

                            data:{"root":2,"square":4,"onDaemon":true}

                            """);
            List<ProcessHandle> daemons = application.descendants().toList();
            assertThat(daemons).hasSize(2);
            application.destroy();
            assertThat(application.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            await().atMost(DEADLINE).until(() -> daemons.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(log).content().doesNotContain(" WARN ", " ERROR ", "Exception");
        } finally {
            application.destroyForcibly();
        }
    }

    private String get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(DEADLINE)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
