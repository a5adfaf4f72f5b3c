package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of url, with real sockets. */
class NetworkTest {

    @ParameterizedTest
    @EnumSource
    void link_overAnyKind_carriesShortAndLongBodies(Pair.Over over) {
        try (Pair pair = new Pair(over, Pair.NO_CLASSES)) {
            HostConnection daemon = pair.dial(new Pair.Echo());
            var link = pair.link();
            for (int length : new int[] {0, 3, Body.CHUNK_BYTES, 5 * Body.CHUNK_BYTES + 1}) {
                Reply reply = Pair.await(pair.send(link, ExchangeTest.body(new byte[length])));
                assertThat(ExchangeTest.join(Pair.await(reply.body()))).hasSize(length);
            }
            DaemonSide.close(daemon);
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        }
    }
}
