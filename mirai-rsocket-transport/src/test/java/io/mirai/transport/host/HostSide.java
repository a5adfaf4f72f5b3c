package io.mirai.transport.host;

import io.mirai.transport.link.LinkAddress;
import reactor.core.publisher.Mono;

/** Lets tests of both sides use what the host keeps for itself. */
public final class HostSide {

    /** How many events a daemon may send ahead. */
    public static final int EVENTS_AHEAD = ControlReceiver.DEMAND;

    /** How many long answers are kept for a daemon. */
    public static final int ANSWERS_KEPT = Lookups.MAX_KEPT;

    private HostSide() {}

    /** Listens over the native transport or the JDK's sockets. */
    public static Mono<DaemonListener> bind(
            LinkAddress address, boolean nativeTransport, Admission admission, ClassSource classes) {
        return bind(address, Protection.STANDARD, nativeTransport, admission, classes);
    }

    /** With a protection. */
    public static Mono<DaemonListener> bind(
            LinkAddress address,
            Protection protection,
            boolean nativeTransport,
            Admission admission,
            ClassSource classes) {
        return DaemonListener.bind(address, protection, nativeTransport, admission, classes);
    }
}
