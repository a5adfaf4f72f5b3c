package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.TurnedAwayException;
import io.mirai.wire.Challenge;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.DismissRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Proof;
import io.mirai.wire.Token;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that took the port of a host, and would like the daemons to run what it sends. It has no token. */
@Timeout(60)
class StrangeHostTest {

    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final KeepAliveTimes TIMES = new KeepAliveTimes(5_000, 15_000);
    private static final Challenge CHALLENGE = new Challenge("ab".repeat(32));

    @SuppressWarnings("NullAway.Init") // before each test
    private ServerSocketChannel listener;

    private final Pair.Echo tasks = new Pair.Echo();

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private CompletableFuture<HostConnection> dialling() throws IOException {
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        return Pair.dial(LinkAddress.parse("tcp://127.0.0.1:" + port), Pair.setup(0), tasks)
                .toFuture();
    }

    private static void control(SocketChannel daemon, String code) throws IOException {
        ControlRequest control = new ControlRequest(0, 1, TIMES, Body.MAX_BYTES, 0, Mrg32k3a.ofSeed(1), code);
        daemon.write(ByteBuffer.wrap(RawFrames.requestStream(4, bytes(control.encode(ALLOCATOR)))));
    }

    private static Proof challenge(SocketChannel daemon) throws IOException {
        daemon.write(ByteBuffer.wrap(RawFrames.requestResponse(2, bytes(CHALLENGE.encode(ALLOCATOR)))));
        return RawFrames.proof(daemon);
    }

    private static byte[] bytes(ByteBuf message) {
        byte[] bytes = ByteBufUtil.getBytes(message);
        message.release();
        return bytes;
    }

    private static void isLeft(CompletableFuture<HostConnection> dialling) {
        assertThat(dialling)
                .failsWithin(Pair.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IOException.class)
                .isNotInstanceOfAny(RefusedException.class, TurnedAwayException.class)
                .withMessageContaining("does not know the secret of this daemon's host");
    }

    @Test
    void hostWithAnotherToken_isLeft() throws Exception {
        CompletableFuture<HostConnection> dialling = dialling();
        try (SocketChannel daemon = listener.accept()) {
            RawFrames.read(daemon); // SETUP
            Proof proof = challenge(daemon);
            control(daemon, Token.random().answer(CHALLENGE, proof.nonce()));
            isLeft(dialling);
        }
    }

    /** It has seen how the true host answered to another daemon, or to this one before. */
    @Test
    void hostThatRepeatsAnAnswer_isLeft() throws Exception {
        CompletableFuture<HostConnection> dialling = dialling();
        try (SocketChannel daemon = listener.accept()) {
            RawFrames.read(daemon); // SETUP
            challenge(daemon);
            control(daemon, Pair.TOKEN.answer(CHALLENGE, "cd".repeat(32)));
            isLeft(dialling);
        }
    }

    @Test
    void hostThatGivesTheProofBack_isLeft() throws Exception {
        CompletableFuture<HostConnection> dialling = dialling();
        try (SocketChannel daemon = listener.accept()) {
            RawFrames.read(daemon); // SETUP
            control(daemon, challenge(daemon).code());
            isLeft(dialling);
        }
    }

    @Test
    void hostThatAsksNothing_isLeft() throws Exception {
        CompletableFuture<HostConnection> dialling = dialling();
        try (SocketChannel daemon = listener.accept()) {
            RawFrames.read(daemon); // SETUP
            control(daemon, "00".repeat(32));
            isLeft(dialling);
        }
    }

    /** A persistent daemon that a host dismisses leaves for good. */
    @Test
    void dismissalByAHostWithoutProof_isNotHeard() throws Exception {
        CompletableFuture<HostConnection> dialling = dialling();
        try (SocketChannel daemon = listener.accept()) {
            RawFrames.read(daemon); // SETUP
            Proof proof = challenge(daemon);
            daemon.write(ByteBuffer.wrap(RawFrames.fireAndForget(6, bytes(new DismissRequest().encode(ALLOCATOR)))));
            control(daemon, Pair.TOKEN.answer(CHALLENGE, proof.nonce()));
            HostConnection admitted = dialling.get(Pair.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(admitted.isDismissed()).isFalse();
            DaemonSide.close(admitted);
        }
    }
}
