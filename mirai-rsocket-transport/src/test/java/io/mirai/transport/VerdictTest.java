package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.RefusedException;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A daemon that has proven its token waits for the fleet to admit or refuse it. */
class VerdictTest {

    private static final Setup ANY_SLOT = Setup.ofThisProcess(1, Setup.ANY_SLOT, 0);

    private final Pair pair = new Pair();

    @BeforeEach
    void leaveItToTheTest() {
        pair.events.verdict = link -> {};
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private CompletableFuture<HostConnection> dial() {
        return Pair.dial(pair.address, ANY_SLOT, new Pair.Echo()).toFuture();
    }

    @Test
    void admit_tellsTheDaemonWhatHoldsForIt() {
        pair.events.maxResultBytes = 1_000;
        pair.events.level = 2;
        pair.events.random = Mrg32k3a.ofSeed(7);
        pair.events.keepAlive = new KeepAliveTimes(20_000, 30_000);
        CompletableFuture<HostConnection> dialling = dial();
        pair.link().admit(3, 4);
        assertThat(dialling).succeedsWithin(Pair.LIMIT);
        assertThat(dialling.join().control())
                .usingRecursiveComparison()
                .ignoringFields("code")
                .isEqualTo(
                        new ControlRequest(3, 4, new KeepAliveTimes(20_000, 30_000), 1_000, 2, Mrg32k3a.ofSeed(7), ""));
    }

    /** The test's thread is none of the listener's. */
    @RepeatedTest(20)
    void send_rightAfterAdmit_arrivesAfterIt() {
        CompletableFuture<HostConnection> dialling = dial();
        DaemonLink link = pair.link();
        link.admit(0, 1);
        assertThat(Pair.await(pair.send(link, Body.EMPTY)).kind()).isEqualTo(Reply.Kind.VALUE);
        assertThat(dialling).succeedsWithin(Pair.LIMIT);
    }

    @Test
    void refuse_theDaemonHasTheReason_andTheFleetHearsOfTheEnd() {
        CompletableFuture<HostConnection> dialling = dial();
        DaemonLink link = pair.link();
        link.refuse("all slots are taken");
        assertThat(dialling)
                .failsWithin(Pair.LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(RefusedException.class)
                .withMessage("all slots are taken");
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
    }

    @Test
    void daemonThatLeavesBeforeTheVerdict_isTold_andAdmittedInVain() throws IOException {
        try (SocketChannel peer = proven()) {
            assertThat(peer.isOpen()).isTrue();
        }
        DaemonLink link = pair.link();
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        link.admit(0, 1);
        pair.listener.close().block(Pair.LIMIT);
        link.admit(0, 1);
        link.refuse("too late");
        assertThat(pair.events.closed).containsExactly(link);
    }

    @Test
    void daemonThatAsksBeforeTheVerdict_isCut() throws IOException {
        try (SocketChannel peer = proven()) {
            DaemonLink link = pair.link();
            peer.write(ByteBuffer.wrap(RawFrames.keepAlive(new byte[0])));
            assertThat(RawFrames.read(peer).getShort(4) >> 10).isEqualTo(RawFrames.KEEPALIVE);
            peer.write(ByteBuffer.wrap(RawFrames.requestResponse(1, new byte[] {10, 0, 1, 'A'})));
            HostilePeerTest.awaitEnd(peer);
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        }
    }

    private SocketChannel proven() throws IOException {
        SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
        peer.connect(UnixDomainSocketAddress.of(pair.socket));
        RawFrames.join(peer, Pair.setup(0), Pair.TOKEN, 10_000, 60_000);
        return peer;
    }
}
