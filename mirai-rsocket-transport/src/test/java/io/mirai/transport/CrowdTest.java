package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.TurnedAwayException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** More connections at once than a listener lets wait, or than its process may have. */
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

    private static boolean isClosedAtOnce(Socket peer) throws IOException {
        peer.setSoTimeout(1_000); // those that wait have three seconds
        try {
            return peer.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Every daemon of a cluster, and every attacker on one machine, has the same address. */
    @Test
    void manyOfOneAddress_areTurnedAway_andOthersAreNot() throws Exception {
        String own = ownAddress();
        DaemonListener listener =
                Pair.await(DaemonListener.bind(LinkAddress.parse("tls+tcp://0.0.0.0:0"), events, Pair.NO_CLASSES));
        try {
            dial(own, listener, MAX_OF_ADDRESS + 1);
            assertThat(isClosedAtOnce(crowd.get(MAX_OF_ADDRESS))).isTrue();
            log.has("refused the connection from /" + own + ":");
            log.has("too many connections wait to be admitted: at most 256, and 16 of one address");
            LinkAddress fromOwn = at(own, listener);
            assertThatThrownBy(() -> Pair.await(daemon(fromOwn, listener)))
                    .cause()
                    .isInstanceOf(TurnedAwayException.class);
            DaemonSide.close(Pair.await(daemon(at("127.0.0.1", listener), listener)));
            crowd.get(0).close();
            // Once the host has seen that.
            DaemonSide.close(Pair.await(daemon(fromOwn, listener).retry(1_000)));
            assertThat(crowd.subList(1, MAX_OF_ADDRESS)).noneMatch(Socket::isClosed);
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
            assertThat(isClosedAtOnce(crowd.get(MAX + 7))).isTrue();
            log.has("too many connections wait to be admitted: at most 256, and 16 of one address");
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

    private static String ownAddress() throws IOException {
        List<String> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .toList();
        assumeThat(own).as("addresses of this machine beside loopback").isNotEmpty();
        return Collections.min(own);
    }
}
