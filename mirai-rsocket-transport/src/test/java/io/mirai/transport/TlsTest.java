package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.host.HostSide;
import io.mirai.transport.host.Protection;
import io.mirai.transport.host.certificates.Authority;
import io.mirai.transport.host.certificates.OwnCertificate;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.LinkSide;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.TrustedAuthorities;
import io.mirai.wire.Token;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Host and daemon know each other by TLS, or do not speak. */
class TlsTest {

    private static final Certificates OWN = new Certificates();
    private static final Duration AGO = Duration.ofDays(-2);
    private static final Duration SOON = Duration.ofDays(30);

    private final Pair.Events events = new Pair.Events();
    private final HostLog log = new HostLog();
    private @Nullable DaemonListener listener;

    /** The first handshake of a JVM loads many classes, on a loaded machine for longer than a stranger may take. */
    @BeforeAll
    static void warmUp() {
        try (Pair pair = new Pair(Pair.Over.TLS, Pair.NO_CLASSES)) {
            Mono.fromCallable(() -> pair.dial(new Pair.Echo())).retry(5).block(Pair.LIMIT);
        }
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close().block(Pair.LIMIT);
        }
        log.close();
    }

    private DaemonListener listen(String url, Protection protection) {
        DaemonListener bound =
                Pair.await(DaemonListener.bind(LinkAddress.parse(url), protection, events, Pair.NO_CLASSES));
        listener = bound;
        return bound;
    }

    private DaemonListener listen() {
        return listen("tls+tcp://127.0.0.1:0", Protection.STANDARD);
    }

    private static Mono<HostConnection> dial(LinkAddress address, Secret secret) {
        return HostConnection.dial(address, Pair.setup(0), secret, new Pair.Echo());
    }

    private void refused(Mono<HostConnection> dialling, String... reasons) {
        assertThatThrownBy(() -> Pair.await(dialling))
                .hasCauseInstanceOf(IOException.class)
                .satisfies(error -> assertThat(reasons)
                        .anySatisfy(reason -> assertThat(error.getMessage()).contains(reason)));
        assertThat(events.connected).isEmpty();
    }

    private static LinkAddress as(String scheme, LinkAddress address) {
        return LinkAddress.parse(scheme + address.url().substring(address.url().indexOf("://")));
    }

    @Test
    void secret_asText_isAllThatADaemonNeeds() {
        DaemonListener host = listen();
        String text = host.secret(Pair.TOKEN).text();
        assertThat(text.length()).isBetween(400, 600);
        Pair.await(dial(host.address(), Secret.parse(text)));
        Pair.next(events);
        assertThat(host.secret(Pair.TOKEN).text()).isNotEqualTo(text);
    }

    @Test
    void authority_kept_knowsTheDaemonsOfTheHostBefore() {
        String kept = Authority.make().text();
        DaemonListener first = listen("tls+tcp://127.0.0.1:0", new Protection(Authority.parse(kept), null, false));
        Secret secret = first.secret(Pair.TOKEN);
        first.close().block(Pair.LIMIT);
        DaemonListener next = listen("tls+tcp://127.0.0.1:0", new Protection(Authority.parse(kept), null, false));
        Pair.await(dial(next.address(), secret));
        Pair.next(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mirai-authority1.", "mirai-authority1.AA.AA.AA.AA", "mirai-authority2.A.A.A.A"})
    void authority_altered_isRefused(String text) {
        assertThatThrownBy(() -> Authority.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this is no authority of a listener");
    }

    @Test
    void certificateOfAnotherAuthority_isRefused() {
        Authority authority = Authority.make();
        DaemonListener host = listen("tls+tcp://127.0.0.1:0", new Protection(authority, null, false));
        refused(
                dial(
                        host.address(),
                        Authority.make().secret(Pair.TOKEN, authority.host().certificate())),
                "the host refused the handshake of TLS with the alert certificate_unknown: its log says why",
                "it closed the connection after TLS, before it admitted this daemon: its log says why");
        log.says("its certificate was not issued by this listener: its daemon needs the secret");
    }

    @Test
    void noCertificate_isRefused() throws Exception {
        DaemonListener host = listen();
        refused(host, LinkSide.trusting(null), "TLSv1.3");
        log.says("it has no certificate: its daemon needs the secret of this host");
    }

    @Test
    void olderTls_isRefused() throws Exception {
        DaemonListener host = listen();
        refused(host, LinkSide.trusting(null), "TLSv1.2");
        log.says("the handshake of TLS failed: The client supported protocol versions [TLSv1.2] are not accepted");
    }

    /** It sends what a daemon would, and has no word of RSocket back. */
    private static void refused(DaemonListener host, SSLContext context, String version) throws IOException {
        int port = ((LinkAddress.Tcp) host.address()).port();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(() -> {
                        socket.getOutputStream().write(RawFrames.setup(Pair.setup(0), 10_000, 60_000));
                        if (socket.getInputStream().read() < 0) {
                            throw new EOFException();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void hostWithAnotherKey_isNotTrusted() {
        DaemonListener host = listen();
        refused(
                dial(host.address(), Authority.make().secret(Pair.TOKEN)),
                "the public key of the host is not the one that the secret pins: another host is at this url");
        log.says("the handshake of TLS failed: Received fatal alert: certificate_unknown");
    }

    @Test
    void wrongToken_isRefusedAfterTls() {
        DaemonListener host = listen();
        refused(dial(host.address(), host.secret(Token.random())), "the token is not that of this host");
        log.says("the token is not that of this host");
    }

    @Test
    void plainDaemon_atATlsPort_isRefused() {
        DaemonListener host = listen();
        refused(
                dial(as("tcp", host.address()), Secret.of(Pair.TOKEN)),
                "it closed the connection before it admitted this daemon; its log says why, and if it has TLS");
        log.says("it does not speak TLS: the url that its daemon was given has to begin with tls+tcp or wss");
    }

    @Test
    void tlsDaemon_atAPlainPort_isRefused() {
        DaemonListener host = listen("tcp://127.0.0.1:0", Protection.STANDARD);
        refused(
                dial(as("tls+tcp", host.address()), Authority.make().secret(Pair.TOKEN)),
                "it closed the connection during the handshake of TLS: its log says why, and if it has no TLS");
        log.says("it speaks TLS, but this listener does not");
    }

    @Test
    void secret_ofTheOtherKind_dialsNothing() {
        Secret plain = Secret.of(Pair.TOKEN);
        refused(
                dial(LinkAddress.parse("tls+tcp://127.0.0.1:1"), plain),
                "the secret is one of a host that listens without TLS");
        refused(
                dial(LinkAddress.parse("ws://127.0.0.1:1"), Authority.make().secret(Pair.TOKEN)),
                "the secret is one of a host that listens with TLS, but this url has none");
    }

    @Test
    void silentPeer_isCutAfterThreeSeconds() throws Exception {
        DaemonListener host = listen();
        try (java.net.Socket peer =
                new Socket(InetAddress.getLoopbackAddress(), ((LinkAddress.Tcp) host.address()).port())) {
            assertThat(peer.getInputStream().read()).isNegative();
        }
        log.says("it did not finish the handshake of TLS or WebSocket within 3 seconds");
    }

    // ---- A certificate of one's own ----

    private static Protection showing(Certificates.Pem pem) throws IOException {
        return new Protection(null, OwnCertificate.read(pem.certificate(), pem.key(), null), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost     | -2 | 30 | ",
                "localhost     | -9 | -2 | its certificate is not trusted: NotAfter: ",
                "localhost     | 2  | 30 | its certificate is not trusted: NotBefore: ",
                "elsewhere.org | -2 | 30 | its certificate is not trusted: No subject alternative DNS name matching localhost"
            })
    void ownCertificate_isJudgedByTheAuthorityOfADaemon(String name, int from, int until, @Nullable String reason)
            throws IOException {
        DaemonListener host =
                listen("tls+tcp://localhost:0", showing(OWN.host(name, Duration.ofDays(from), Duration.ofDays(until))));
        Mono<HostConnection> dialling = HostConnection.dial(
                host.address(),
                Pair.setup(0),
                host.secret(Pair.TOKEN),
                TrustedAuthorities.read(OWN.authorityPem()),
                new Pair.Echo());
        if (reason == null) {
            Pair.await(dialling);
            Pair.next(events);
        } else {
            refused(dialling, reason);
            log.says("the handshake of TLS failed: Received fatal alert: certificate_");
        }
    }

    @Test
    void ownCertificate_ofAnAuthorityThatTheDaemonDoesNotKnow_isNotTrusted() throws IOException {
        DaemonListener host = listen("tls+tcp://localhost:0", showing(OWN.host("localhost", AGO, SOON)));
        refused(
                HostConnection.dial(
                        host.address(),
                        Pair.setup(0),
                        host.secret(Pair.TOKEN),
                        TrustedAuthorities.read(new Certificates().authorityPem()),
                        new Pair.Echo()),
                "its certificate is not trusted: ");
    }

    @Test
    void ownCertificate_thatEndsWithinAWeek_isSaidInTheLog() throws IOException {
        listen("tls+tcp://127.0.0.1:0", showing(OWN.host("localhost", AGO, Duration.ofDays(6))));
        log.has("the certificate of CN=localhost that this host shows ends at 20");
    }

    @Test
    void ownCertificate_thatLastsLonger_isNotSaid() throws IOException {
        DaemonListener host = listen("tls+tcp://127.0.0.1:0", showing(OWN.host("localhost", AGO, SOON)));
        Pair.await(dial(host.address(), host.secret(Pair.TOKEN)));
        Pair.next(events);
        log.isEmpty();
    }

    @Test
    void ownCertificate_expired_isTrustedByItsPin() throws IOException {
        DaemonListener host =
                listen("wss://127.0.0.1:0/x", showing(OWN.host("elsewhere.org", Duration.ofDays(-9), AGO)));
        Pair.await(dial(host.address(), host.secret(Pair.TOKEN)));
        Pair.next(events);
    }

    @Test
    void ownCertificate_ofFilesAndWithPassword_isRead(@TempDir Path scratch) throws Exception {
        Certificates.Pem pem = OWN.host("localhost", AGO, SOON);
        Path certificate = Files.writeString(scratch.resolve("c.pem"), pem.certificate());
        Path key = Files.writeString(scratch.resolve("k.pem"), pem.encryptedKey("hunter2"));
        OwnCertificate read =
                OwnCertificate.read(certificate.toString(), key.toString(), () -> "hunter2".toCharArray());
        assertThat(read.chain()).hasSize(2);
        assertThat(read.key()).isEqualTo(pem.keys().getPrivate());
        assertThatThrownBy(() -> OwnCertificate.read(certificate.toString(), key.toString(), null))
                .isInstanceOf(IOException.class)
                .hasMessage("the key in " + key + " is encrypted: give its password");
        assertThatThrownBy(() -> OwnCertificate.read(certificate.toString(), key.toString(), () -> new char[] {'x'}))
                .isInstanceOf(IOException.class)
                .hasMessage("the key in " + key + " cannot be decrypted: is the password right?");
    }

    /** As {@code openssl ecparam -genkey} and {@code openssl genrsa -traditional} write them. */
    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void ownCertificate_ofOpenSsl_isRead(String kind) throws Exception {
        String certificate = contents(kind + ".crt");
        String key = contents(kind + ".key");
        assertThat(OwnCertificate.read(certificate, key, null).certificate().getSubjectX500Principal())
                .hasToString("CN=localhost");
        String encrypted = contents(kind + ".encrypted.key");
        assertThat(OwnCertificate.read(certificate, encrypted, "hunter2"::toCharArray)
                        .chain())
                .hasSize(1);
        assertThatThrownBy(() -> OwnCertificate.read(certificate, encrypted, "hunter3"::toCharArray))
                .isInstanceOf(IOException.class)
                .hasMessage("the key in the given text cannot be decrypted: is the password right?");
    }

    private static String contents(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TlsTest.class.getResourceAsStream("/certificates/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void ownCertificate_wrongFiles_saysWhich(@TempDir Path scratch) throws Exception {
        Certificates.Pem pem = OWN.host("localhost", AGO, SOON);
        Certificates.Pem other = OWN.host("localhost", AGO, SOON);
        Path nowhere = scratch.resolve("nowhere.pem");
        assertThatThrownBy(() -> OwnCertificate.read(nowhere.toString(), pem.key(), null))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate cannot be read from " + nowhere
                        + " (NoSuchFileException): give the path of a PEM file, or its text");
        assertThatThrownBy(() -> OwnCertificate.read(pem.key(), pem.key(), null))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no certificate in the given text: it has to be in PEM, with a line -----BEGIN");
        assertThatThrownBy(() -> OwnCertificate.read(pem.certificate(), pem.certificate(), null))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no key in the given text: it has to be in PEM, with a line -----BEGIN");
        assertThatThrownBy(() -> OwnCertificate.read(pem.certificate(), other.key(), null))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the key in the given text is not that of the first certificate");
    }

    // ---- Where to listen ----

    @Test
    void plainPort_thatOthersCanReach_opensIfItIsNamedInsecure() {
        assertThatThrownBy(() -> listen("ws://0.0.0.0:0/x", Protection.STANDARD))
                .hasMessageContaining("cannot listen on ws://0.0.0.0:0/x: it can be reached from other machines,"
                        + " and has no encryption: use wss://0.0.0.0:0/x, a loopback address");
        listen("ws://0.0.0.0:0/x", new Protection(null, null, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void port_inUse_saysSo(boolean nativeTransport) {
        DaemonListener host = listen();
        int port = ((LinkAddress.Tcp) host.address()).port();
        assertThatThrownBy(() -> Pair.await(HostSide.bind(host.address(), nativeTransport, events, Pair.NO_CLASSES)))
                .hasMessageContaining("cannot listen on tls+tcp://127.0.0.1:" + port)
                .hasMessageContaining(": its port " + port + " is taken; use another, or 0 for any that is free");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls+tcp://192.0.2.1:0 | its host 192.0.2.1 is no address of this machine; use one, or 0.0.0.0",
                "tls+tcp://nowhere.invalid:0 | its host nowhere.invalid cannot be resolved: check the name"
            })
    void host_thatIsNotHere_saysSo(String url, String why) {
        assertThatThrownBy(() -> listen(url, Protection.STANDARD)).hasMessageContaining(why);
    }

    @Test
    void dial_unknownName_saysSo() {
        refused(
                dial(LinkAddress.parse("tcp://nowhere.invalid:1"), Secret.of(Pair.TOKEN)),
                "cannot reach a host on tcp://nowhere.invalid:1: its name cannot be resolved");
    }
}
