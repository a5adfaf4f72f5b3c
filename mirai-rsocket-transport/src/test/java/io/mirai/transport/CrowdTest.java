package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mirai.testing.Addresses;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.host.HostSide;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.TurnedAwayException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** More connections at once than a listener lets wait, or than its process may have. */
@Timeout(120)
class CrowdTest {

    private static final int MAX = 256;
    private static final int MAX_OF_ADDRESS = 16;

    private final Pair.Events events = new Pair.Events();
    private final HostLog log = new HostLog();
    private final List<Socket> crowd = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket peer : crowd) {
            peer.close();
        }
        log.close();
    }

    private void dial(String host, DaemonListener listener, int peers) throws IOException {
        for (int i = 0; i < peers; i++) {
            crowd.add(new Socket(host, ((LinkAddress.Tcp) listener.address()).port()));
        }
    }

    /** Whose turn comes last is up to the threads of the listener, not to the order of dialling. */
    private void oneIsTurnedAway() throws IOException {
        String why = ": too many connections wait to be admitted: at most 256, and 16 of one address";
        log.has(why);
        Socket peer = crowd.stream()
                .filter(each -> log.tells("refused the connection from " + each.getLocalSocketAddress() + " at "
                        + each.getRemoteSocketAddress() + why))
                .findFirst()
                .orElseThrow();
        peer.setSoTimeout((int) Pair.LIMIT.toMillis());
        assertThat(peer.getInputStream().read()).isNegative();
    }

    /** Every daemon of a cluster, and every attacker on one machine, has the same address. */
    @Test
    void manyOfOneAddress_areTurnedAway_andOthersAreNot() throws Exception {
        String own = Addresses.notLoopback();
        DaemonListener listener =
                Pair.await(DaemonListener.bind(LinkAddress.parse("tls+tcp://0.0.0.0:0"), events, Pair.NO_CLASSES));
        try {
            dial(own, listener, MAX_OF_ADDRESS + 1);
            oneIsTurnedAway();
            LinkAddress fromOwn = at(own, listener);
            assertThatThrownBy(() -> Pair.await(daemon(fromOwn, listener)))
                    .cause()
                    .isInstanceOf(TurnedAwayException.class);
            DaemonSide.close(Pair.await(daemon(at("127.0.0.1", listener), listener)));
            for (Socket peer : crowd) {
                peer.close();
            }
            // Once the host has seen that.
            DaemonSide.close(Pair.await(daemon(fromOwn, listener).retry(1_000)));
        } finally {
            listener.close().block(Pair.LIMIT);
        }
    }

    @Test
    void manyOfThisMachine_mayWait_butNotAll() throws Exception {
        DaemonListener listener =
                Pair.await(DaemonListener.bind(LinkAddress.parse("tcp://127.0.0.1:0"), events, Pair.NO_CLASSES));
        try {
            dial("127.0.0.1", listener, MAX + 8); // a few slip in when they come at the same instant
            oneIsTurnedAway();
        } finally {
            listener.close().block(Pair.LIMIT);
        }
    }

    private static LinkAddress at(String host, DaemonListener listener) {
        return LinkAddress.parse("tls+tcp://" + host + ":" + ((LinkAddress.Tcp) listener.address()).port());
    }

    private static Mono<HostConnection> daemon(LinkAddress address, DaemonListener listener) {
        return HostConnection.dial(address, Pair.setup(0), listener.secret(Pair.TOKEN), new Pair.Echo());
    }

    /** A process without a descriptor left cannot take a connection, and must not spin or give up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listener_withoutDescriptors_saysSo_andGoesOn(boolean nativeTransport) throws Exception {
        assumeThat(Path.of("/bin/bash")).as("a shell that bounds descriptors").exists();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process host = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "ulimit -n 100; exec \"$@\"",
                        "host",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + Pair.TOKEN_PROPERTY + "=" + Pair.TOKEN.toHex(),
                        PoorHost.class.getName(),
                        Boolean.toString(nativeTransport))
                .redirectErrorStream(true)
                .start();
        BesiegedHost.bound(host);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            LinkAddress address = LinkAddress.parse("tcp://127.0.0.1:" + port);
            for (int i = 0; i < 100; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            assertThat(said.readLine())
                    .startsWith("cannot take a connection at " + address)
                    .contains("Too many open files")
                    .endsWith("): it tries again each second; if no descriptor is left, raise ulimit -n of this host");
            for (Socket peer : crowd) {
                peer.close();
            }
            DaemonSide.close(Pair.await(Pair.dial(address, Pair.setup(0), new Pair.Echo())));
        } finally {
            host.destroyForcibly().waitFor();
        }
    }

    /** Prints its port, then what its log has. */
    static final class PoorHost {

        private PoorHost() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            DaemonListener listener = Pair.await(HostSide.bind(
                    LinkAddress.parse("tcp://127.0.0.1:0"),
                    Boolean.parseBoolean(args[0]),
                    new Pair.Events(),
                    Pair.NO_CLASSES));
            HostLog log = new HostLog();
            System.out.println(((LinkAddress.Tcp) listener.address()).port());
            log.printTo(System.out);
            Thread.currentThread().join();
        }
    }
}
