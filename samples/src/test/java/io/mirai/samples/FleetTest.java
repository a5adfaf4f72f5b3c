package io.mirai.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    void primes_areCounted_thoughOneOfTwoDaemonsIsKilled() throws Throwable {
        try (Daemons daemons = Fleet.listen("tls+tcp://localhost:0")) {
            String line = daemons.launchCommands(1).get(0);
            try (PastedDaemon first = PastedDaemon.paste(line);
                    PastedDaemon second = PastedDaemon.paste(line)) {
                await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
                String printed = Printed.by(() -> {
                    CompletableFuture<Integer> counted =
                            CompletableFuture.supplyAsync(() -> Fleet.primes(daemons, 40, 250_000));
                    await().atMost(DEADLINE).until(() -> daemons.status().completed() >= 5);
                    first.process().destroyForcibly();
                    assertThat(counted.get()).isEqualTo(664_579); // the primes below ten million
                });
                assertThat(first.awaitExit()).isNotZero();
                assertThat(second.isAlive()).isTrue();
                assertThat(printed).contains("of 40 done", "daemons: ");
            }
        }
    }
}
