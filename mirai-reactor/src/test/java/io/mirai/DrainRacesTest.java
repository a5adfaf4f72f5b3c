package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.dispatch.Policy;
import io.mirai.memory.InMemoryBackend;
import io.mirai.memory.InMemoryDaemon;
import io.mirai.memory.InMemoryFleet;
import io.mirai.memory.InMemoryStream;
import io.mirai.promise.OutcomePublisher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The codec's pool, the thread of the outcomes and that of the link, one against the other. */
@Timeout(60)
class DrainRacesTest {

    private static final int ROUNDS = 20_000;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Scheduler codecPool = Schedulers.newSingle("codec");
    private final Scheduler publisher = Schedulers.newSingle("publisher");
    private final InMemoryBackend backend = new InMemoryBackend();
    private final Daemons daemons = DaemonsBuilder.make(
            backend,
            InMemoryBackend.spec("races", 1),
            DaemonOptions.none(),
            Policy.FIFO,
            new CountingTimer().loop("races"),
            codecPool,
            codecPool,
            OutcomePublisher.on(publisher));

    @AfterEach
    void close() {
        daemons.close();
        publisher.dispose();
    }

    @Test
    void streamThatEndsWithItsLastValue_completes() {
        daemons.start().subscribe();
        InMemoryFleet fleet = backend.fleet();
        InMemoryDaemon daemon = fleet.dialIn(0);
        for (int round = 0; round < ROUNDS; round++) {
            Mono<List<Object>> all = Mono.fromFuture(
                    daemons.stream(() -> Flux.empty()).collectList().toFuture());
            while (daemon.running().isEmpty()) {
                daemon.receive();
            }
            long id = daemon.running().get(0);
            InMemoryStream stream = awaitDemand(daemon, id);
            stream.brings(round);
            daemon.returns(id, null);
            daemon.deliver();
            assertThat(all.block(DEADLINE)).containsExactly(round);
        }
    }

    private static InMemoryStream awaitDemand(InMemoryDaemon daemon, long id) {
        InMemoryStream stream = null;
        while (stream == null || stream.requested() == 0) {
            Thread.onSpinWait();
            stream = daemon.streamIfAsked(id);
        }
        return stream;
    }
}
