package io.mirai.transport.daemon;

import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Lets tests of both sides use what the daemon keeps for itself. */
public final class DaemonSide {

    private DaemonSide() {}

    /** Dials over the native transport or the JDK's sockets, with a keep-alive. */
    public static Mono<HostConnection> dial(
            LinkAddress address,
            boolean nativeTransport,
            Setup setup,
            Secret secret,
            TaskHandler handler,
            Duration keepAlive,
            Duration lifetime) {
        KeepAliveTimes proposed = new KeepAliveTimes((int) keepAlive.toMillis(), (int) lifetime.toMillis());
        return HostConnection.dial(address, nativeTransport, setup, secret, null, handler, proposed);
    }

    /** Ends the connection as the end of the daemon's process would. */
    public static void close(HostConnection daemon) {
        daemon.close();
    }
}
