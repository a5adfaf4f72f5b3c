package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.host.certificates.Authority;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.TurnedAwayException;
import io.mirai.wire.Setup;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A daemon that does not fit its host: neither is left to guess why. */
class MismatchTest {

    private static final String TURNED_AWAY =
            "it closed the connection before it admitted this daemon; its log says why,"
                    + " and if it has TLS the url begins with tls+tcp or wss";
    private static final String ENDED_TLS =
            "it closed the connection during the handshake of TLS: its log says why, and if"
                    + " it has no TLS the url begins with tcp or ws";

    private final Pair.Events events = new Pair.Events();
    private final HostLog log = new HostLog();

    /** The first handshake of a JVM loads many classes. */
    @BeforeAll
    static void warmUp() {
        try (Pair pair = new Pair(Pair.Over.WEB_SOCKET_OVER_TLS, Pair.NO_CLASSES)) {
            Mono.fromCallable(() -> pair.dial(new Pair.Echo())).retry(5).block(Pair.LIMIT);
        }
    }

    @AfterEach
    void close() {
        assertThat(events.connected).isEmpty();
        log.close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(LinkAddress at, Secret secret, Setup setup) {
        return assertThatThrownBy(() ->
                        HostConnection.dial(at, setup, secret, new Pair.Echo()).block(Pair.LIMIT))
                .cause()
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp     | tls+tcp | it speaks TLS, but this listener does not",
                "tcp     | ws      | it speaks HTTP, but this listener does not",
                "tcp     | wss     | it speaks TLS, but this listener does not",
                "tls+tcp | tcp     | it does not speak TLS",
                "tls+tcp | ws      | it does not speak TLS",
                "tls+tcp | wss     | it speaks HTTP, but this listener does not",
                "ws      | tcp     | what it asked is no request of HTTP, or too long",
                "ws      | tls+tcp | it speaks TLS, but this listener does not",
                "ws      | wss     | it speaks TLS, but this listener does not",
                "wss     | tcp     | it does not speak TLS",
                "wss     | tls+tcp | what it asked is no request of HTTP, or too long",
                "wss     | ws      | it does not speak TLS"
            })
    void scheme_ofAnother_isNamedByBoth(String hosts, String daemons, String told) {
        DaemonListener host =
                Pair.await(DaemonListener.bind(LinkAddress.parse(hosts + "://127.0.0.1:0"), events, Pair.NO_CLASSES));
        try {
            int port = ((LinkAddress.Tcp) host.address()).port();
            LinkAddress dialled = LinkAddress.parse(daemons + "://127.0.0.1:" + port);
            Secret secret = host.secret(Pair.TOKEN);
            if (dialled.isEncrypted() != secret.isForTls()) {
                secret = dialled.isEncrypted() ? Authority.make().secret(Pair.TOKEN) : Secret.of(Pair.TOKEN);
            }
            String said =
                    switch (hosts + " " + daemons) {
                        case "tls+tcp wss" ->
                            "it closed the connection after TLS, before it admitted this daemon:" + " its log says why";
                        case "ws tcp", "wss tls+tcp" ->
                            "what it says is no frame of a host: use the url that the host"
                                    + " printed, which may begin with ws or wss";
                        default -> dialled.isEncrypted() ? ENDED_TLS : TURNED_AWAY;
                    };
            refused(dialled, secret, Pair.setup(0)).hasMessage("cannot reach a host on " + dialled + ": " + said);
            log.says(told);
            log.has(": the url "); // of the daemon has to begin with …
        } finally {
            host.close().block(Pair.LIMIT);
        }
    }

    /** Row 19 of the promises: within a second. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "tls+tcp://127.0.0.1:0", "wss://127.0.0.1:0"})
    void version_ofAnother_isNamedByBothAtOnce(String url) {
        DaemonListener host = Pair.await(DaemonListener.bind(LinkAddress.parse(url), events, Pair.NO_CLASSES));
        try {
            version(host, new Setup(2, 17, 1, 1, 0, 1, 1), "this host speaks protocol 1, the daemon speaks 2");
            version(host, new Setup(1, 17, 2, 1, 0, 1, 1), "this host speaks codec 1, the daemon speaks 2");
            version(
                    host,
                    new Setup(1, 11, 1, 1, 0, 1, 1),
                    "this host needs daemons on Java 17 or later, the daemon runs on 11");
        } finally {
            host.close().block(Pair.LIMIT);
        }
    }

    private void version(DaemonListener host, Setup setup, String reason) {
        long begin = System.nanoTime();
        refused(host.address(), host.secret(Pair.TOKEN), setup)
                .isInstanceOf(RefusedException.class)
                .message()
                .startsWith(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        log.has(": " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://127.0.0.1:0    | its port is 0, with which only a host listens: use the url that the host printed",
                "wss://[::1]:0/x      | its port is 0, with which only a host listens: use the url that the host printed",
                "tcp://127.0.0.1:1    | the connection was refused, as nobody listens there",
                "tls+tcp://[::1]:1    | the connection was refused, as nobody listens there",
                "ws://a..b:1/         | its name cannot be resolved: check it, or use an address",
                "tcp://[fe80::1%no]:1 | its name cannot be resolved: check it, or use an address"
            })
    void url_thatLeadsNowhere_saysWhichPartIsWrong(String url, String why) {
        LinkAddress address = LinkAddress.parse(url);
        Secret secret = address.isEncrypted() ? Authority.make().secret(Pair.TOKEN) : Secret.of(Pair.TOKEN);
        refused(address, secret, Pair.setup(0))
                .isNotInstanceOf(TurnedAwayException.class)
                .hasMessage("cannot reach a host on " + address + ": " + why);
    }
}
