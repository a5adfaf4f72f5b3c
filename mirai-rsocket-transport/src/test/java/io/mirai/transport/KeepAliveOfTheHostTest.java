package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.host.HostSide;
import io.mirai.transport.host.Protection;
import io.mirai.transport.link.LinkAddress;
import io.mirai.wire.Challenge;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Proof;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Once a daemon is admitted both sides go by the keep-alive that the host names, and no more by the one of SETUP. The
 * address of no interface is no loopback address, and leads here all the same.
 */
class KeepAliveOfTheHostTest {

    private static final KeepAliveTimes SAID = new KeepAliveTimes(1_000, 3_000);
    private static final Duration PROPOSED = Duration.ofSeconds(60);

    /** Its lifetime and one interval, and what a busy machine takes. */
    private static final Duration NOTICED = Duration.ofSeconds(4 + 6);

    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    @Test
    void silentDaemon_isNoticedByItsHost() throws IOException {
        try (Pair pair = new Pair(Pair.Over.TCP, Pair.NO_CLASSES)) {
            pair.events.keepAlive = SAID;
            LinkAddress.Tcp where = (LinkAddress.Tcp) pair.address;
            try (SocketChannel daemon = SocketChannel.open(new InetSocketAddress(where.host(), where.port()))) {
                int millis = (int) PROPOSED.toMillis();
                RawFrames.join(daemon, Pair.setup(0), Pair.TOKEN, millis, millis);
                DaemonLink link = pair.link();
                await().atMost(NOTICED)
                        .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
            }
        }
    }

    @Test
    void silentHost_isNoticedByItsDaemon() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            CompletableFuture<HostConnection> dialling = Pair.dial(
                            LinkAddress.parse("tcp://0.0.0.0:" + port),
                            Pair.setup(0),
                            new Pair.Echo(),
                            PROPOSED,
                            PROPOSED)
                    .toFuture();
            try (SocketChannel host = listener.accept()) {
                admit(host);
                assertThat(dialling).succeedsWithin(Pair.LIMIT);
                assertThat(dialling.join().onClose().toFuture()).succeedsWithin(NOTICED);
            }
        }
    }

    private static void admit(SocketChannel daemon) throws IOException {
        RawFrames.read(daemon); // SETUP
        Challenge challenge = new Challenge("ab".repeat(32));
        daemon.write(ByteBuffer.wrap(RawFrames.requestResponse(2, bytes(challenge.encode(ALLOCATOR)))));
        Proof proof = RawFrames.proof(daemon);
        String code = Pair.TOKEN.answer(challenge, proof.nonce());
        ControlRequest control = new ControlRequest(0, 1, SAID, Body.MAX_BYTES, 0, Mrg32k3a.ofSeed(1), code);
        daemon.write(ByteBuffer.wrap(RawFrames.requestStream(4, bytes(control.encode(ALLOCATOR)))));
    }

    private static byte[] bytes(ByteBuf message) {
        byte[] bytes = ByteBufUtil.getBytes(message);
        message.release();
        return bytes;
    }

    /** With the interval of its own SETUP either side would find the other silent. */
    @Test
    void idleLink_isKeptForManyLifetimes() throws Exception {
        Pair.Events events = new Pair.Events();
        events.keepAlive = new KeepAliveTimes(1_000, 1_000);
        DaemonListener listener = Pair.await(HostSide.bind(
                LinkAddress.parse("tcp://0.0.0.0:0"), new Protection(null, null, true), true, events, Pair.NO_CLASSES));
        try {
            HostConnection daemon =
                    Pair.await(Pair.dial(listener.address(), Pair.setup(0), new Pair.Echo(), PROPOSED, PROPOSED));
            DaemonLink link = Pair.next(events);
            TimeUnit.SECONDS.sleep(5);
            assertThat(events.closed).isEmpty();
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            link.send(new TaskMessage(1, 1, 0, 1, 1, "", Work.CALL, Body.EMPTY), reply::complete);
            assertThat(reply).succeedsWithin(Pair.LIMIT);
            DaemonSide.close(daemon);
        } finally {
            listener.close().block(Pair.LIMIT);
        }
    }
}
