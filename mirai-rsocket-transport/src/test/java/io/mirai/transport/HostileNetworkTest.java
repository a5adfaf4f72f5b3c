package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.link.LinkAddress;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers and rogue daemons over TLS and WebSocket, and what they cannot do to a link beside them. */
class HostileNetworkTest {

    abstract static class Over {

        private final Pair pair;
        private final DaemonLink good;

        Over(Pair.Over over) {
            pair = new Pair(over, Pair.NO_CLASSES);
            pair.dial(new Pair.Echo());
            good = pair.link();
        }

        final HostLog log = new HostLog();

        NetPeer peer() throws Exception {
            return new NetPeer((LinkAddress.Tcp) pair.address, pair.listener.secret(Pair.TOKEN));
        }

        /** Inside, where frames of RSocket come and go. */
        NetPeer inside() throws Exception {
            NetPeer peer = peer();
            if (!pair.over.url.contains("tls")) {
                assertThat(peer.upgrade(((LinkAddress.Tcp) pair.address).path()))
                        .startsWith("HTTP/1.1 101 ");
            }
            return peer;
        }

        @AfterEach
        void theOneStillWorks() {
            Body hello = Body.of(new byte[] {1, 2, 3});
            Reply reply = Pair.await(pair.send(good, hello));
            assertThat(ExchangeTest.join(Pair.await(reply.body()))).containsExactly(1, 2, 3);
            assertThat(pair.events.closed).doesNotContain(good);
            log.close();
            pair.close();
        }

        static Stream<Arguments> strangers() {
            return Stream.of(
                    Arguments.of(
                            "another first frame",
                            RawFrames.requestResponse(1, new byte[] {0x0A, 0, 1, 'a'}),
                            "its first frame is no SETUP of a daemon"),
                    Arguments.of(
                            "a flood of KEEPALIVE",
                            RawFrames.keepAlive(new byte[64]),
                            "its first frame is no SETUP of a daemon"),
                    Arguments.of(
                            "another protocol",
                            RawFrames.setup(new io.mirai.wire.Setup(2, 17, 1, 1, 0, 1, 1), 10_000, 60_000),
                            "this host speaks protocol 1, the daemon speaks 2"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void strangers(String what, byte[] frame, String reason) throws Exception {
            try (NetPeer peer = inside()) {
                peer.frame(frame);
                peer.untilItEnds();
            }
            log.says(reason);
        }

        @Test
        void silentStranger_isCutAfterThreeSeconds() throws Exception {
            try (NetPeer peer = inside()) {
                peer.send(new byte[0]);
                if (pair.over.url.contains("tls")) {
                    peer.send(new byte[] {0}); // TLS has to begin
                }
                peer.untilItEnds();
            }
            log.says("it did not introduce itself within 3 seconds");
        }

        static Stream<Arguments> rogues() {
            return Stream.of(
                    Arguments.of("fire and forget", RawFrames.fireAndForget(1, new byte[] {4}), 1),
                    Arguments.of("half a request", RawFrames.beginningOfARequest(1, new byte[8]), 1),
                    Arguments.of("a KEEPALIVE with 65 bytes", RawFrames.keepAlive(new byte[65]), 1),
                    Arguments.of("a flood of KEEPALIVE", RawFrames.keepAlive(new byte[64]), 1_000),
                    Arguments.of("half a frame", RawFrames.frame(new byte[] {0, 0, 0}), 1),
                    Arguments.of("an empty frame", RawFrames.frame(new byte[0]), 1));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void rogues(String what, byte[] frame, int times) throws Exception {
            try (NetPeer peer = inside()) {
                peer.join(Pair.setup(1));
                DaemonLink rogue = pair.link();
                try {
                    for (int i = 0; i < times; i++) {
                        peer.frame(frame);
                    }
                } catch (IOException cut) {
                    // The host was quicker.
                }
                peer.untilItEnds();
                await().atMost(Pair.LIMIT)
                        .untilAsserted(() -> assertThat(pair.events.closed).containsExactly(rogue));
            }
        }
    }

    @Nested
    class OverTls extends Over {

        OverTls() {
            super(Pair.Over.TLS);
        }

        @Test
        void frameOverTheLimit_isCutOffBeforeItIsThere() throws Exception {
            try (NetPeer peer = inside()) {
                peer.send(new byte[] {0x01, 0x00, 0x00});
                peer.untilItEnds();
            }
            log.says("what it sent cannot be read: ");
        }
    }

    abstract static class OverWebSocket extends Over {

        OverWebSocket(Pair.Over over) {
            super(over);
        }

        private String path() {
            return ((LinkAddress.Tcp) ((Over) this).pair.address).path();
        }

        static Stream<Arguments> messages() {
            byte[] setup = RawFrames.withoutLength(RawFrames.setup(Pair.setup(1), 10_000, 60_000));
            byte[] unmasked = {(byte) NetPeer.BINARY, 1, 0};
            return Stream.of(
                    Arguments.of("text", NetPeer.message(NetPeer.TEXT, setup)),
                    Arguments.of("a PING", NetPeer.message(NetPeer.PING, new byte[100])),
                    Arguments.of("a PONG", NetPeer.message(0x8A, new byte[0])),
                    Arguments.of("the first part of a message", NetPeer.message(0x02, setup)),
                    Arguments.of("another part of a message", NetPeer.message(0x80, setup)),
                    Arguments.of("a compressed message", NetPeer.message(0xC2, setup)),
                    Arguments.of("a message without a mask", unmasked),
                    Arguments.of(
                            "a message of 16 MiB",
                            new byte[] {(byte) NetPeer.BINARY, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}),
                    Arguments.of("64 KiB in a message", NetPeer.message(NetPeer.BINARY, new byte[65_534])));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void messages(String what, byte[] message) throws Exception {
            try (NetPeer peer = inside()) {
                peer.send(message);
                peer.untilItEnds();
            }
            log.says("what it sent cannot be read: ");
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("messages")
        void messagesOfADaemon(String what, byte[] message) throws Exception {
            try (NetPeer peer = inside()) {
                peer.join(Pair.setup(1));
                ((Over) this).pair.link();
                peer.send(message);
                peer.untilItEnds();
            }
        }

        @Test
        void close_endsTheLink() throws Exception {
            try (NetPeer peer = inside()) {
                peer.send(NetPeer.message(NetPeer.CLOSE, new byte[0]));
                peer.untilItEnds();
            }
        }

        static Stream<Arguments> requests() {
            return Stream.of(
                    Arguments.of("a foreign Origin", "PATH", "Origin: https://evil.example", "403", "has an Origin"),
                    Arguments.of("another path", "PATHx", "X: y", "400", "is for another path"),
                    Arguments.of(
                            "long headers", "PATH", "X: " + "y".repeat(9_000), "400", "no request of HTTP, or too"),
                    Arguments.of(
                            "a long path", "PATH?" + "y".repeat(3_000), "X: y", "400", "no request of HTTP, or too"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void requests(String what, String path, String header, String status, String reason) throws Exception {
            try (NetPeer peer = peer()) {
                peer.send(NetPeer.request(path.replace("PATH", path()), header));
                assertThat(peer.untilItEnds()).startsWith("HTTP/1.1 " + status).contains(reason);
            }
            log.says(reason);
        }

        static Stream<Arguments> otherRequests() {
            String upgrade = "Connection: Upgrade";
            String webSocket = "Upgrade: websocket";
            String version = "Sec-WebSocket-Version: ";
            return Stream.of(
                    Arguments.of("a page", head("GET / HTTP/1.1"), "does not ask for WebSocket"),
                    Arguments.of("a form", head("POST / HTTP/1.1", "Content-Length: 9") + "123456789", ""),
                    Arguments.of(
                            "an older version",
                            head("GET PATH HTTP/1.1", upgrade, webSocket, version + "8"),
                            "version 13"),
                    Arguments.of("no key", head("GET PATH HTTP/1.1", upgrade, webSocket, version + "13"), "version 13"),
                    Arguments.of("no HTTP", head("hello"), ""));
        }

        private static String head(String... lines) {
            return String.join("\r\n", lines) + "\r\n\r\n";
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void otherRequests(String what, String request, String reason) throws Exception {
            try (NetPeer peer = peer()) {
                peer.send(request.replace("PATH", path()));
                assertThat(peer.untilItEnds()).startsWith("HTTP/1.1 4").contains(reason);
            }
        }

        @Test
        void compression_isNotAgreedOn() throws Exception {
            try (NetPeer peer = peer()) {
                peer.send(NetPeer.request(path(), "Sec-WebSocket-Extensions: permessage-deflate"));
                assertThat(peer.answer()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("deflate");
            }
        }

        @Test
        void slowUpgrade_isCutAfterThreeSeconds() throws Exception {
            try (NetPeer peer = peer()) {
                peer.send("GET " + path() + " HTTP/1.1\r\nHost: ");
                peer.untilItEnds();
            }
            log.says("it did not finish the handshake of TLS or WebSocket within 3 seconds");
        }

        @Test
        void daemon_atOnceAfterItsRequest_isHeard() throws Exception {
            byte[] setup = RawFrames.withoutLength(RawFrames.setup(Pair.setup(1), 10_000, 60_000));
            try (NetPeer peer = peer()) {
                byte[] request = NetPeer.request(path()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                byte[] message = NetPeer.message(NetPeer.BINARY, setup);
                byte[] both = java.util.Arrays.copyOf(request, request.length + message.length);
                System.arraycopy(message, 0, both, request.length, message.length);
                peer.send(both);
                assertThat(peer.answer()).startsWith("HTTP/1.1 101");
                // Its challenge, or the end: never a frame that no guard has seen.
                assertThat(peer.untilItEnds()).doesNotContain("Exception");
            }
        }
    }

    @Nested
    class OverPlainWebSocket extends OverWebSocket {

        OverPlainWebSocket() {
            super(Pair.Over.WEB_SOCKET);
        }
    }

    @Nested
    class OverWebSocketAndTls extends OverWebSocket {

        OverWebSocketAndTls() {
            super(Pair.Over.WEB_SOCKET_OVER_TLS);
        }
    }
}
