package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class AdmissionTest {

    private static final Setup GOOD = Pair.setup(3);

    private static final int TYPE_OFFSET = 4;
    private static final int LIFETIME_OFFSET = 14;

    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void dial_goodDaemon_isAdmittedAsItIntroducedItself() {
        Pair.await(Pair.dial(pair.address, GOOD.withCapacity(8), new Pair.Echo()));
        assertThat(pair.link().setup()).isEqualTo(GOOD.withCapacity(8));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1024, 1024", "1025, 1024", "65535, 1024"})
    void dial_anyCapacity_isCutToWhatADaemonMayHave(int stated, int taken) {
        Pair.await(Pair.dial(pair.address, GOOD.withCapacity(stated), new Pair.Echo()));
        assertThat(pair.link().setup().capacity()).isEqualTo(taken);
    }

    @Test
    void dial_otherProtocol_isRefusedNamingBoth() {
        refused(
                new Setup(2, 17, 1, 1, 0, 1, 1),
                "this host speaks protocol 1, the daemon speaks 2: start the daemon with the same version of Mirai as"
                        + " the host");
    }

    @Test
    void dial_otherCodec_isRefusedNamingBoth() {
        refused(
                new Setup(1, 17, 9, 1, 0, 1, 1),
                "this host speaks codec 1, the daemon speaks 9: start the daemon with the same version of Mirai as"
                        + " the host");
    }

    @Test
    void dial_oldJava_isRefusedNamingBoth() {
        refused(new Setup(1, 11, 1, 1, 0, 1, 1), "this host needs daemons on Java 17 or later, the daemon runs on 11");
    }

    @Test
    void dial_wrongToken_isRefusedWithoutAnySecret() {
        refused(
                HostConnection.dial(pair.address, GOOD, Secret.of(Token.random()), new Pair.Echo()),
                "the token is not that of this host");
    }

    @Test
    void tokenThatIsTakenBackAfterTheProof_isNotExpectedAnyMore() {
        Pair.await(Pair.dial(pair.address, GOOD, new Pair.Echo()));
        DaemonLink link = pair.link();
        assertThat(link.isStillExpected()).isTrue();
        pair.events.expected = Token.random();
        assertThat(link.isStillExpected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"999, 60000", "180001, 180002", "10000, 9999", "10000, 180001", "10000, 2000000000"})
    void dial_keepAliveOutOfBounds_isRefused(int intervalMillis, int lifetimeMillis) {
        refused(
                Pair.dial(
                        pair.address,
                        GOOD,
                        new Pair.Echo(),
                        Duration.ofMillis(intervalMillis),
                        Duration.ofMillis(lifetimeMillis)),
                "the daemon proposes a keep-alive of " + intervalMillis + " ms and a lifetime of " + lifetimeMillis
                        + " ms, this host allows 1000 to 180000 ms and, not below the keep-alive, up to 180000 ms");
    }

    @Test
    void dial_nobodyListens_failsNamingTheSocket() {
        Path nobody = pair.directory.resolve("nobody");
        assertThatThrownBy(() -> Pair.await(Pair.dial(new LinkAddress.Unix(nobody), GOOD, new Pair.Echo())))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining(nobody.toString());
    }

    @Test
    void dial_hostClosesWithoutAWord_failsSayingSo() throws IOException {
        try (MuteHost host = new MuteHost()) {
            CompletableFuture<HostConnection> dialling = Pair.dial(
                            new LinkAddress.Unix(host.socket), GOOD, new Pair.Echo())
                    .toFuture();
            host.accept().close();
            assertThat(dialling)
                    .failsWithin(Pair.LIMIT)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RefusedException.class)
                    .withMessage("cannot reach a host on the Unix socket " + host.socket
                            + ": it closed the connection before it admitted this daemon");
        }
    }

    @Test
    void dial_cancelledBeforeTheHostAnswers_leavesNoConnectionAndNoThread() throws IOException {
        try (MuteHost host = new MuteHost()) {
            Disposable dialling = Pair.dial(new LinkAddress.Unix(host.socket), GOOD, new Pair.Echo())
                    .subscribe();
            try (SocketChannel daemon = host.accept()) {
                daemon.read(ByteBuffer.allocate(1));
                dialling.dispose();
                HostilePeerTest.awaitEnd(daemon);
            }
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(Pair.threads()).noneMatch(name -> name.contains("mirai-link")));
        }
    }

    @Test
    void dial_hostSilentForSeveralLifetimes_isNotGivenUp() throws IOException {
        Duration second = Duration.ofSeconds(1);
        try (MuteHost host = new MuteHost()) {
            Disposable dialling = Pair.dial(new LinkAddress.Unix(host.socket), GOOD, new Pair.Echo(), second, second)
                    .subscribe();
            try (SocketChannel daemon = host.accept()) {
                ByteBuffer setup = RawFrames.read(daemon);
                assertThat(setup.getInt(LIFETIME_OFFSET)).isEqualTo(1_000);
                for (int keepAlive = 1; keepAlive <= 4; keepAlive++) {
                    assertThat(RawFrames.read(daemon).getShort(TYPE_OFFSET) >> 10)
                            .isEqualTo(RawFrames.KEEPALIVE);
                }
            }
            dialling.dispose();
        }
    }

    @Test
    void bind_pathTooLong_saysSo() {
        Path tooLong = pair.directory.resolve("x".repeat(108));
        assertThatThrownBy(() ->
                        Pair.await(DaemonListener.bind(new LinkAddress.Unix(tooLong), pair.events, Pair.NO_CLASSES)))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("a Unix socket's path has at most 107");
    }

    @Test
    void bind_symbolicLinkAtItsPlace_failsAndDoesNotFollowIt() throws IOException {
        Path link = pair.directory.resolve("link");
        Path elsewhere = pair.directory.resolve("elsewhere");
        Files.createSymbolicLink(link, elsewhere);
        try {
            assertThatThrownBy(() ->
                            Pair.await(DaemonListener.bind(new LinkAddress.Unix(link), pair.events, Pair.NO_CLASSES)))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on the Unix socket " + link + ": there is a file already");
            assertThat(elsewhere).doesNotExist();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void bind_tcpThatOthersCanReach_isRefused() {
        LinkAddress everywhere = LinkAddress.parse("tcp://0.0.0.0:0");
        assertThatThrownBy(() -> Pair.await(DaemonListener.bind(everywhere, pair.events, Pair.NO_CLASSES)))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on tcp://0.0.0.0:0: it can be reached from other machines");
    }

    @Test
    void bind_socketInUse_failsAndLeavesTheOtherAlone() {
        assertThatThrownBy(() -> Pair.await(DaemonListener.bind(pair.address, pair.events, Pair.NO_CLASSES)))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on the Unix socket " + pair.socket);
        Pair.await(Pair.dial(pair.address, GOOD, new Pair.Echo()));
    }

    private void refused(Setup setup, String reason) {
        refused(Pair.dial(pair.address, setup, new Pair.Echo()), reason);
    }

    private void refused(Mono<HostConnection> dialling, String reason) {
        assertThatThrownBy(() -> Pair.await(dialling))
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessage(reason);
        assertThat(pair.events.connected).isEmpty();
    }

    /** Listens, accepts, and says nothing. */
    private final class MuteHost implements AutoCloseable {

        private final Path socket = pair.directory.resolve("mute");
        private final ServerSocketChannel server;

        MuteHost() throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        }

        SocketChannel accept() throws IOException {
            return server.accept();
        }

        @Override
        public void close() throws IOException {
            server.close();
            Files.delete(socket);
        }
    }
}
