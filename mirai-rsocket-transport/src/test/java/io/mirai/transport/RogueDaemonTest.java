package io.mirai.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.HostSide;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A daemon that was admitted, and then does what no daemon may do. */
class RogueDaemonTest {

    /** The streams that a host opens after its challenge: the control stream, then its first task. */
    private static final int CONTROL_STREAM = 4;

    private static final int TASK_STREAM = 6;
    private static final int BODY_STREAM = 8;
    private static final int VALUES_STREAM = 8;
    private static final String STOP_OF_TASK_1 = "\3\1\0\0\0\0\0\0\0\1";
    private static final String NOT_FOUND = "\f\0";
    private static final String VALUES_OF_TASK_1 = "\r\0\0\0\0\0\0\0\1";
    private static final String BODY_OF_TASK_1 = "\7\0\0\0\0\0\0\0\1";

    private static final long MUCH = 16 * Body.CHUNK_BYTES;

    private final Pair pair = new Pair();
    private SocketChannel rogue;
    private DaemonLink link;

    @BeforeEach
    void admit() throws IOException {
        rogue = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket));
        RawFrames.join(rogue, Pair.setup(1), Pair.TOKEN, 10_000, 60_000);
        link = pair.link();
    }

    @AfterEach
    void close() throws IOException {
        rogue.close();
        pair.close();
    }

    static Stream<Arguments> forbidden() {
        byte[] task = {1, 2, 3};
        byte[] control = {4};
        byte[] body = {7, 0, 0, 0, 0, 0, 0, 0, 1};
        return Stream.of(
                Arguments.of("a task for the host", RawFrames.requestResponse(1, task), "expected a message of type"),
                Arguments.of("a body by request-response", RawFrames.requestResponse(1, body), "but it is BODY"),
                Arguments.of("an empty request", RawFrames.requestResponse(1, new byte[0]), "a message is empty"),
                Arguments.of("a control stream", RawFrames.requestStream(1, control), "but it is CONTROL"),
                Arguments.of("half a body request", RawFrames.requestStream(1, new byte[] {7}), "BODY ends too early"),
                Arguments.of("fire-and-forget", RawFrames.fireAndForget(1, control), "may not send a fire-and-forget"),
                Arguments.of("a channel", RawFrames.requestChannel(1, control), "may not send a request-channel"),
                Arguments.of("metadata", RawFrames.metadataPush(control), "may not send a metadata-push"),
                Arguments.of("no more events", RawFrames.complete(CONTROL_STREAM), "the control stream ended"),
                Arguments.of("an event of no kind", RawFrames.next(CONTROL_STREAM, task), "expected a message of type"),
                Arguments.of(
                        "half a request",
                        RawFrames.beginningOfARequest(1, new byte[] {0x0A, 0, 1, 'a'}),
                        "a request in several frames"),
                Arguments.of("a reply nobody asked for", RawFrames.next(TASK_STREAM, new byte[] {2, 3}), ""),
                Arguments.of("SETUP again", RawFrames.onStreamZero(RawFrames.SETUP), "a SETUP frame on stream 0"),
                Arguments.of("a lease", RawFrames.onStreamZero(RawFrames.LEASE), "a LEASE frame on stream 0"),
                Arguments.of("half a frame", RawFrames.frame(new byte[] {0, 0, 0}), "is no frame of RSocket"),
                Arguments.of("half a KEEPALIVE", RawFrames.onStreamZero(RawFrames.KEEPALIVE), "is no frame of RSocket"),
                Arguments.of(
                        "a KEEPALIVE with 65 bytes",
                        RawFrames.keepAlive(new byte[65]),
                        "a KEEPALIVE with 65 bytes of data, where 64 are allowed"),
                Arguments.of(
                        "a flood of KEEPALIVE",
                        RawFrames.times(1_000, RawFrames.keepAlive(new byte[64])),
                        "65 KEEPALIVE frames in 0 intervals"),
                Arguments.of("a frame of 1 MiB", new byte[] {0x10, 0, 0}, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void forbidden(String what, byte[] frame, String reason) throws IOException {
        rogue.write(ByteBuffer.wrap(frame));
        assertThat(whatTheHostSaid()).contains(reason);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
    }

    @Test
    void lines_beyondTheDemand_endTheLink() throws IOException {
        pair.events.printing = false;
        byte[] line = {6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'x'};
        for (int i = 0; i < HostSide.EVENTS_AHEAD; i++) {
            rogue.write(ByteBuffer.wrap(RawFrames.next(CONTROL_STREAM, line)));
        }
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.lines).hasSize(HostSide.EVENTS_AHEAD));
        assertThat(pair.events.closed).isEmpty();
        rogue.write(ByteBuffer.wrap(RawFrames.next(CONTROL_STREAM, line)));
        assertThat(whatTheHostSaid()).contains("exceeds the number requested");
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        assertThat(pair.events.lines).hasSize(HostSide.EVENTS_AHEAD);
    }

    static Stream<Arguments> badReplies() {
        return Stream.of(
                Arguments.of("no reply", RawFrames.complete(TASK_STREAM), "ended without a reply"),
                Arguments.of("an error", RawFrames.error(TASK_STREAM, "oops"), "oops"),
                Arguments.of("garbage", RawFrames.next(TASK_STREAM, new byte[] {2, 9}), "REPLY has an unknown kind"),
                Arguments.of("a chunk", RawFrames.next(TASK_STREAM, new byte[] {8, 9}), "but it is CHUNK"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badReplies(String what, byte[] frame, String reason) throws IOException {
        AtomicBoolean replied = new AtomicBoolean();
        link.send(pair.task(Body.EMPTY), reply -> replied.set(true));
        rogue.write(ByteBuffer.wrap(frame));
        assertThat(whatTheHostSaid()).contains(reason);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        assertThat(replied).isFalse();
    }

    static Stream<Arguments> badValues() {
        byte[] item = {0x0E, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 42};
        return Stream.of(
                Arguments.of("an error", RawFrames.error(VALUES_STREAM, "oops"), "oops"),
                Arguments.of("garbage", RawFrames.next(VALUES_STREAM, new byte[] {0x0E, 9}), "ITEM ends too early"),
                Arguments.of("a reply", RawFrames.next(VALUES_STREAM, new byte[] {2, 1}), "but it is REPLY"),
                Arguments.of(
                        "more than was asked for",
                        RawFrames.times(3, RawFrames.next(VALUES_STREAM, item)),
                        "exceeds the number requested"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badValues(String what, byte[] frames, String reason) throws IOException {
        TaskMessage task = pair.task(Body.EMPTY);
        link.send(new TaskMessage(task.id(), 1, 0, 1, 1, "", Work.STREAM, Body.EMPTY), reply -> {});
        Taking two = new Taking(2);
        link.values(task.id()).subscribe(two);
        readUntil(VALUES_OF_TASK_1);
        rogue.write(ByteBuffer.wrap(frames));
        assertThat(whatTheHostSaid()).contains(reason);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
        assertThat(two.values).succeedsWithin(Pair.LIMIT).isIn(0, 2);
    }

    /** Requests some values and never cancels; completes with how many came. */
    private static final class Taking extends BaseSubscriber<Mono<Body>> {

        private final int n;
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<Integer> values = new CompletableFuture<>();

        Taking(int n) {
            this.n = n;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(n);
        }

        @Override
        protected void hookOnNext(Mono<Body> value) {
            count.incrementAndGet();
        }

        @Override
        protected void hookOnError(Throwable error) {
            values.completeExceptionally(error);
        }

        @Override
        protected void hookOnComplete() {
            values.complete(count.get());
        }
    }

    @Test
    void functionLookup_ofNoTaskOfItsOwn_findsNothingAndTheLinkGoesOn() throws IOException {
        rogue.write(ByteBuffer.wrap(RawFrames.requestResponse(1, new byte[] {0x09, 0, 0, 0, 0, 0, 0, 0, 1})));
        assertThat(readUntil(NOT_FOUND)).contains(NOT_FOUND);
        assertThat(pair.events.closed).isEmpty();
    }

    @Test
    void deafDaemon_thatBreaksARule_isCutOffAllTheSame() throws IOException {
        Body large = ExchangeTest.body(new byte[Body.CHUNK_BYTES]);
        for (int i = 0; i < 40; i++) {
            link.send(pair.task(large), reply -> {});
        }
        rogue.write(ByteBuffer.wrap(RawFrames.fireAndForget(1, new byte[] {4})));
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
    }

    @Test
    void keepAlives_asManyAndAsLongAsAllowed_areAnsweredEach() throws IOException {
        RawFrames.read(rogue); // the control stream
        rogue.write(ByteBuffer.wrap(RawFrames.times(64, RawFrames.keepAlive("are you there?".getBytes(UTF_8)))));
        for (int i = 0; i < 64; i++) {
            assertThat(UTF_8.decode(RawFrames.read(rogue)).toString()).endsWith("are you there?");
        }
        assertThat(pair.events.closed).isEmpty();
    }

    @Test
    void deafDaemon_thatKeepsAsking_isCutOff() {
        // Each is answered, if only by saying that there is nothing.
        byte[] question = RawFrames.requestResponse(1, new byte[] {0x09, 0, 0, 0, 0, 0, 0, 0, 1});
        ByteBuffer questions = ByteBuffer.wrap(RawFrames.times(1_000, question));
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            try {
                for (int stream = 1; ; questions.clear()) {
                    for (int at = 0; at < questions.capacity(); at += question.length, stream += 2) {
                        questions.putInt(at + 3, stream);
                    }
                    rogue.write(questions);
                }
            } catch (IOException cut) {
                // As it shall be.
            }
        });
        assertThat(asking).succeedsWithin(Pair.LIMIT);
        await().atMost(Pair.LIMIT)
                .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(link));
    }

    @Test
    void daemonThatReadsNothing_whileMuchWaitsForIt_isGivenUpThoughItSendsKeepAlives() throws Exception {
        try (SocketChannel deaf = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket))) {
            DaemonLink deafLink = sendMuch(deaf);
            CompletableFuture<Void> alive = CompletableFuture.runAsync(() -> {
                try {
                    while (pair.events.closed.isEmpty()) {
                        deaf.write(ByteBuffer.wrap(RawFrames.keepAlive(new byte[0])));
                        TimeUnit.MILLISECONDS.sleep(400);
                    }
                } catch (IOException | InterruptedException cut) {
                    // As it shall be.
                }
            });
            assertThat(alive).succeedsWithin(Pair.LIMIT);
            assertThat(pair.events.closed).containsExactly(deafLink);
        }
    }

    @Test
    void slowDaemon_thatNeedsSeveralLifetimesForWhatItReads_isNotGivenUp() throws Exception {
        try (SocketChannel slow = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket))) {
            sendMuch(slow);
            ByteBuffer little = ByteBuffer.allocate(128 * 1024);
            for (long read = 0; read < MUCH; read += little.position()) {
                little.clear();
                assertThat(slow.read(little)).isPositive();
                slow.write(ByteBuffer.wrap(RawFrames.keepAlive(new byte[0])));
                TimeUnit.MILLISECONDS.sleep(80);
            }
            assertThat(pair.events.closed).isEmpty();
        }
    }

    /** A daemon with a lifetime of a second, and tasks for it that no socket holds. */
    private DaemonLink sendMuch(SocketChannel daemon) throws IOException {
        RawFrames.join(daemon, Pair.setup(2), Pair.TOKEN, 1_000, 1_000);
        DaemonLink itsLink = pair.link();
        for (long sent = 0; sent < MUCH; sent += Body.CHUNK_BYTES) {
            itsLink.send(pair.task(Body.of(new byte[Body.CHUNK_BYTES])), reply -> {});
        }
        return itsLink;
    }

    @Test
    void bodyOverTheLimit_failsThatTaskOnly() throws IOException {
        Mono<Body> body = bodyOfAReply("80000000");
        assertThatThrownBy(() -> Pair.await(body))
                .isInstanceOf(MiraiTooLarge.class)
                .hasMessage("the body of task 1 has 2147483648 bytes, but at most 2147483640 can be carried:"
                        + " send a file's name, or several smaller values");
        // It is told that nobody will fetch it.
        assertThat(readUntil(STOP_OF_TASK_1)).contains(STOP_OF_TASK_1);
        assertThat(pair.events.closed).isEmpty();
    }

    static Stream<Arguments> badChunks() {
        return Stream.of(
                Arguments.of(RawFrames.next(BODY_STREAM, new byte[] {8, 1, 2, 3}), "has 3 bytes where 262144 were"),
                Arguments.of(RawFrames.next(BODY_STREAM, new byte[] {8}), "CHUNK has no bytes"),
                Arguments.of(RawFrames.next(BODY_STREAM, new byte[] {2}), "but it is REPLY"),
                Arguments.of(RawFrames.complete(BODY_STREAM), "a body ended after 0 bytes of 262145"),
                Arguments.of(RawFrames.error(BODY_STREAM, "oops"), "oops"));
    }

    @ParameterizedTest
    @MethodSource
    void badChunks(byte[] frame, String reason) throws IOException {
        CompletableFuture<Body> body = bodyOfAReply("00040001").toFuture();
        readUntil(BODY_OF_TASK_1);
        rogue.write(ByteBuffer.wrap(frame));
        assertThat(body)
                .failsWithin(Pair.LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(IOException.class)
                .withMessageContaining("the body of task 1 cannot be fetched: ")
                .withMessageContaining(reason);
        assertThat(pair.events.closed).isEmpty();
    }

    @Test
    void silentDaemon_isGivenUpAfterItsLifetime() throws IOException {
        try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket))) {
            RawFrames.join(silent, Pair.setup(2), Pair.TOKEN, 1_000, 1_000);
            DaemonLink silentLink = pair.link();
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(silentLink));
        }
    }

    @Test
    void silentDaemon_thatADebuggerMayStop_isKept() throws IOException {
        pair.events.mayStandStill = slot -> slot == 3;
        try (SocketChannel stopped = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(pair.socket))) {
            RawFrames.join(stopped, Pair.setup(3), Pair.TOKEN, 1_000, 1_000);
            DaemonLink stoppedLink = pair.link();
            // Later, and with twice the lifetime.
            RawFrames.join(silent, Pair.setup(2), Pair.TOKEN, 1_000, 2_000);
            DaemonLink silentLink = pair.link();
            await().atMost(Pair.LIMIT)
                    .untilAsserted(() -> assertThat(pair.events.closed).contains(silentLink));
            assertThat(pair.events.closed).doesNotContain(stoppedLink);
        }
    }

    /** What the host makes of a reply whose body is so long, in hexadecimal. */
    private Mono<Body> bodyOfAReply(String length) throws IOException {
        Sinks.One<Reply> reply = Sinks.one();
        link.send(pair.task(Body.EMPTY), reply::tryEmitValue);
        rogue.write(ByteBuffer.wrap(
                RawFrames.next(TASK_STREAM, HexFormat.of().parseHex("0201" + "00000000" + "00000000" + length))));
        return Pair.await(reply.asMono()).body();
    }

    /** All that the host sends until it closes the connection. */
    private String whatTheHostSaid() {
        return readUntil(null);
    }

    private String readUntil(@Nullable String text) {
        StringBuilder said = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while ((text == null || !said.toString().contains(text)) && rogue.read(buffer) >= 0) {
                said.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                buffer.clear();
            }
        } catch (IOException reset) {
            // The host need not wait for what it will not read.
        }
        return said.toString();
    }
}
