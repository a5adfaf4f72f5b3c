package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
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

    /** What was written then waits for its flush, which over TLS comes too late once the engine is closed. */
    @ParameterizedTest
    @EnumSource
    void daemon_thatAnswersAndCloses_dropsNoError(Pair.Over over) throws Exception {
        AtomicReference<HostConnection> daemon = new AtomicReference<>();
        try (Pair pair = new Pair(over, Pair.NO_CLASSES)) {
            daemon.set(pair.dial(new Pair.Echo() {
                @Override
                public void onTask(TaskRequest task, TaskExchange exchange) {
                    exchange.send(Reply.Kind.VALUE, 0, Body.EMPTY);
                    DaemonSide.close(daemon.get());
                    exchange.send(Reply.Kind.VALUE, 0, Body.EMPTY);
                }
            }));
            DaemonLink link = pair.link();
            for (int i = 0; i < 10; i++) {
                link.send(pair.task(Body.EMPTY), reply -> {});
            }
            daemon.get().onClose().block(Pair.LIMIT);
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        }
    }

    /** The address of no interface is no loopback address, and leads here all the same. */
    @Test
    void hostOfAnotherMachine_thatFallsSilent_isGivenUpAfterItsLifetime() throws IOException {
        Duration second = Duration.ofSeconds(1);
        try (ServerSocket mute = new ServerSocket(0)) {
            LinkAddress elsewhere = LinkAddress.parse("tcp://0.0.0.0:" + mute.getLocalPort());
            assertThatThrownBy(() -> Pair.await(
                            Pair.dial(elsewhere, Pair.setup(0), new Pair.Echo(), second, Duration.ofSeconds(2))))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "cannot reach a host on " + elsewhere + ": nothing came from the host for 2000 ms");
        }
    }

    /** 12 MB of libraries for a transport that nobody speaks here. */
    @Test
    void classPath_any_hasNothingOfQuic() {
        ClassLoader loader = NetworkTest.class.getClassLoader();
        assertThat(System.getProperty("java.class.path")).doesNotContain("quic").doesNotContain("http3");
        assertThat(loader.getResource("io/netty/handler/codec/quic/Quic.class")).isNull();
    }
}
