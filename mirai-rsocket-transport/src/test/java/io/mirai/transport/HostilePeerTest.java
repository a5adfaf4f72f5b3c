package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.wire.Challenge;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers on the socket, and what they cannot do to a link beside them. */
class HostilePeerTest {

    private final Pair pair = new Pair();

    @BeforeEach
    void admitOne() {
        pair.dial(new Pair.Echo());
    }

    @AfterEach
    void theOneStillWorks() {
        Body hello = Body.of(new byte[] {1, 2, 3});
        Reply reply = Pair.await(pair.send(pair.link(), hello));
        assertThat(ExchangeTest.join(Pair.await(reply.body()))).containsExactly(1, 2, 3);
        assertThat(pair.events.connected).isEmpty();
        assertThat(pair.events.closed).isEmpty();
        pair.close();
    }

    @Test
    void silentPeer_isCutAfterThreeSeconds() throws Exception {
        long begin = System.nanoTime();
        try (SocketChannel peer = dial()) {
            awaitEnd(peer);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_500));
    }

    @Test
    void peerWithoutAProof_isCutAfterThreeSeconds() throws Exception {
        long begin = System.nanoTime();
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.setup(Pair.setup(1), 10_000, 60_000)));
            assertThat(whatTheHostSays(peer)).contains("has not proven");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_500));
    }

    @Test
    void peerWithTheProofOfAnother_isCut() throws Exception {
        try (SocketChannel peer = dial();
                SocketChannel other = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.setup(Pair.setup(1), 10_000, 60_000)));
            other.write(ByteBuffer.wrap(RawFrames.setup(Pair.setup(1), 10_000, 60_000)));
            Challenge itsOwn = RawFrames.challenge(peer);
            Challenge others = RawFrames.challenge(other);
            assertThat(itsOwn).isNotEqualTo(others);
            peer.write(ByteBuffer.wrap(RawFrames.proof(Pair.TOKEN, others, Pair.setup(1))));
            assertThat(whatTheHostSays(peer)).contains("the token is not that of this host");
        }
    }

    @Test
    void peerWithAProofOfAnotherSetup_isCut() throws Exception {
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.setup(Pair.setup(1), 10_000, 60_000)));
            peer.write(ByteBuffer.wrap(RawFrames.proof(Pair.TOKEN, RawFrames.challenge(peer), Pair.setup(2))));
            assertThat(whatTheHostSays(peer)).contains("the token is not that of this host");
        }
    }

    static Stream<byte[]> insteadOfAProof() {
        return Stream.of(
                RawFrames.requestResponse(1, new byte[] {0x0A, 0, 1, 'a'}),
                RawFrames.requestStream(1, new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 1}),
                RawFrames.fireAndForget(1, new byte[] {4}),
                RawFrames.next(2, new byte[] {0x11}),
                RawFrames.next(2, new byte[0]),
                RawFrames.complete(2),
                RawFrames.error(2, "no"),
                RawFrames.times(1_000, RawFrames.keepAlive(new byte[64])));
    }

    @ParameterizedTest
    @MethodSource
    void insteadOfAProof(byte[] frame) throws Exception {
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.setup(Pair.setup(1), 10_000, 60_000)));
            RawFrames.challenge(peer);
            writeUntilCut(peer, frame);
            awaitEnd(peer);
        }
    }

    @Test
    void slowPeer_oneByteAtATime_isCutToo() throws Exception {
        try (SocketChannel peer = dial()) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> awaitEnd(peer));
            peer.write(ByteBuffer.wrap(new byte[] {0}));
            end.get(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomBytes_areCut(long seed) throws Exception {
        byte[] bytes = new byte[8_192];
        new Random(seed).nextBytes(bytes);
        try (SocketChannel peer = dial()) {
            writeUntilCut(peer, bytes);
            awaitEnd(peer);
        }
    }

    @Test
    void halfASetup_thenEnd_disturbsNobody() throws Exception {
        byte[] setup = RawFrames.setup(Pair.setup(1), 10_000, 60_000);
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(setup, 0, setup.length / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 9, 10, 14, 18, 20, 30, 50})
    void setupFrameCutInside_isCutOff(int length) throws Exception {
        byte[] setup = RawFrames.withoutLength(RawFrames.setup(Pair.setup(1), 10_000, 60_000));
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.frame(java.util.Arrays.copyOf(setup, length))));
            awaitEnd(peer);
        }
    }

    @Test
    void frameOverTheLimit_isCutOffBeforeItIsThere() throws Exception {
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(new byte[] {0x01, 0x00, 0x00}));
            awaitEnd(peer);
        }
    }

    @Test
    void otherFirstFrame_isCutOff() throws Exception {
        try (SocketChannel peer = dial()) {
            peer.write(ByteBuffer.wrap(RawFrames.requestResponse(1, new byte[] {0x0A, 0, 1, 'a'})));
            awaitEnd(peer);
        }
    }

    @Test
    void aHundredStrangersAtOnce_areCut() throws Exception {
        SocketChannel[] peers = new SocketChannel[100];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = dial();
        }
        for (SocketChannel peer : peers) {
            awaitEnd(peer);
            peer.close();
        }
    }

    private SocketChannel dial() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(pair.socket));
    }

    /** Until it has closed the connection. */
    private static String whatTheHostSays(SocketChannel peer) throws IOException {
        StringBuilder said = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1_024);
        while (peer.read(buffer) >= 0) {
            said.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
        }
        return said.toString();
    }

    private static void writeUntilCut(SocketChannel peer, byte[] bytes) {
        try {
            peer.write(ByteBuffer.wrap(bytes));
        } catch (IOException cut) {
            // Which is what this is about.
        }
    }

    /** Reads what the host says until it has closed the connection; the test's deadline is the runner's. */
    static void awaitEnd(SocketChannel peer) {
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            try {
                while (peer.read(ByteBuffer.allocate(1_024)) >= 0) {}
            } catch (IOException reset) {
                // An end as well.
            }
        });
        end.orTimeout(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
