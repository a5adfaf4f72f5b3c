package io.mirai.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.spi.Departure;
import io.mirai.testing.Addresses;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FirstDialsTest {

    private static final int DAEMONS = 40;
    private static final int MAX_OF_ADDRESS = 16;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A cluster comes from behind one address, of which the host lets 16 wait. */
    @Test
    void manyDaemonsOfOneAddress_allGetIn() throws IOException {
        Crowd crowd = new Crowd();
        String own = Addresses.notLoopback();
        DaemonListener listener =
                Objects.requireNonNull(DaemonListener.bind(LinkAddress.parse("tls+tcp://" + own + ":0"), crowd, crowd)
                        .block(LIMIT));
        List<Socket> silent = new ArrayList<>();
        try {
            // They take all places until the host gives them up: how many daemons wait at once depends on the machine.
            for (int i = 0; i < MAX_OF_ADDRESS; i++) {
                silent.add(new Socket(own, ((LinkAddress.Tcp) listener.address()).port()));
            }
            List<HostConnection> connections = Flux.range(0, DAEMONS)
                    .flatMap(
                            slot -> FirstDials.of(
                                    HostConnection.dial(
                                            listener.address(),
                                            Setup.ofThisProcess(1, slot, 1),
                                            listener.secret(crowd.token),
                                            new NoTasks()),
                                    crowd.turnedAway::add),
                            DAEMONS)
                    .collectList()
                    .block(LIMIT);
            assertThat(connections).hasSize(DAEMONS);
            assertThat(crowd.links).hasSize(DAEMONS);
            assertThat(crowd.turnedAway).isNotEmpty().allSatisfy(error -> assertThat(error)
                    .hasMessageContaining("during the handshake of TLS"));
            listener.close().block(LIMIT);
            Flux.fromIterable(Objects.requireNonNull(connections))
                    .flatMap(HostConnection::onClose, DAEMONS)
                    .blockLast(LIMIT);
        } finally {
            for (Socket peer : silent) {
                peer.close();
            }
            listener.close().block(LIMIT);
        }
    }

    @Test
    void whatNoSecondDialWouldMend_failsAtOnce() {
        for (IOException failure : List.of(new RefusedException("no"), new IOException(new ConnectException()))) {
            AtomicInteger dials = new AtomicInteger();
            Mono<HostConnection> dialling = Mono.error(() -> {
                dials.incrementAndGet();
                return failure;
            });
            assertThatThrownBy(() -> FirstDials.of(dialling, error -> {}).block(LIMIT))
                    .hasRootCauseInstanceOf(
                            failure instanceof RefusedException ? RefusedException.class : ConnectException.class);
            assertThat(dials).hasValue(1);
        }
    }

    private static final class NoTasks implements TaskHandler {

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {}

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {}
    }

    private static final class Crowd implements Admission, ClassSource {

        final Token token = Token.random();
        final Queue<DaemonLink> links = new ConcurrentLinkedQueue<>();
        final Queue<Throwable> turnedAway = new ConcurrentLinkedQueue<>();

        @Override
        public Token expect(Setup setup) {
            return token;
        }

        @Override
        public void onConnected(DaemonLink link) {
            links.add(link);
            link.admit(links.size(), 1);
        }

        @Override
        public void onDraining(DaemonLink link, Departure reason) {}

        @Override
        public void onClosed(DaemonLink link) {}

        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }
    }
}
