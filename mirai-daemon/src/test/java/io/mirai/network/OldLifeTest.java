package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Ports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon has lost its host while a task runs, and serves the next one. */
class OldLifeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    private final PrintStream realOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(realOut);
    }

    @Test
    void whatItPrints_doesNotReachTheNextHost() throws Exception {
        Daemons.Builder builder =
                Daemons.builder().url("tcp://127.0.0.1:" + Ports.free()).identity(scratch.resolve("identity"));
        Path begun = scratch.resolve("begun");
        Path ended = scratch.resolve("ended");
        Daemons first = builder.start();
        String line = first.launchCommands(1, DaemonOptions.none().output(true).autoExit(AutoExit.PERSIST))
                .get(0);
        try (PastedDaemon daemon = PastedDaemon.paste(line)) {
            String whenBegun = begun.toString();
            String whenEnded = ended.toString();
            var unused = first.mirai(() -> {
                Files.createFile(Path.of(whenBegun));
                while (Files.notExists(Path.of(whenEnded))) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < 10; i++) {
                    System.out.println("of the old life");
                }
            });
            await().atMost(DEADLINE).until(() -> Files.exists(begun));
            first.close();
            await().atMost(DEADLINE)
                    .until(() -> daemon.said().contains("it dials again when the task that runs has ended"));
            Files.createFile(ended);
            try (Daemons second = builder.start()) {
                second.mirai(() -> System.out.println("of the new one")).block(DEADLINE);
                assertThat(daemon.isAlive()).isTrue();
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[0] of the new one\n");
    }
}
