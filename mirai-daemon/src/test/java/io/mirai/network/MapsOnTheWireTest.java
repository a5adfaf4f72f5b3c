package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Relay;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What goes over the sockets of a map whose function captures much. */
class MapsOnTheWireTest {

    private static final int BYTES = 5_000_000;
    private static final int DAEMONS = 2;
    private static final List<Integer> ELEMENTS =
            IntStream.range(0, 300).boxed().toList();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    @SuppressWarnings("try") // the daemons have only to be there
    void function_goesOnceToEachDaemon() throws Exception {
        byte[] captured = new byte[BYTES];
        new Random(1).nextBytes(captured);
        Path socket = directory.resolve("s");
        try (Daemons daemons = Daemons.builder().url("unix://" + socket).start();
                Relay relay = Relay.inFrontOf(socket, Long.MAX_VALUE);
                PastedDaemon first =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0));
                PastedDaemon second =
                        PastedDaemon.paste(daemons.launchCommands(1).get(0))) {
            await().atMost(DialInTest.DEADLINE).until(() -> daemons.status().connections() == DAEMONS);
            assertThat(daemons.map(ELEMENTS, i -> captured[i]).collect())
                    .isEqualTo(ELEMENTS.stream().map(i -> captured[i]).toList());
            long ofAList = relay.toDialler().bytes();
            assertThat(ofAList).isBetween((long) BYTES, DAEMONS * BYTES * 11L / 10);
            assertThat(daemons.map(Flux.fromIterable(ELEMENTS), i -> captured[i])
                            .collectList()
                            .block(DialInTest.DEADLINE))
                    .isEqualTo(ELEMENTS.stream().map(i -> captured[i]).toList());
            assertThat(relay.toDialler().bytes() - ofAList).isBetween((long) BYTES, DAEMONS * BYTES * 11L / 10);
        }
    }
}
