package io.mirai.launch.remote;

import io.mirai.machine.HostName;
import io.mirai.transport.link.LinkAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The address at which daemons of other machines dial in. */
public final class ReachableUrl {

    private static final Logger log = LoggerFactory.getLogger(ReachableUrl.class);

    private ReachableUrl() {}

    /** Returns it for a host that listens there. Who listens at all addresses is found at none of them by that name. */
    public static String of(LinkAddress address) {
        if (address instanceof LinkAddress.Tcp tcp && isAnyLocal(tcp)) {
            HostName host = HostName.ofThisMachine();
            host.doubt().ifPresent(log::warn);
            return new LinkAddress.Tcp(tcp.scheme(), host.name(), tcp.port(), tcp.path()).url();
        }
        return address.url();
    }

    private static boolean isAnyLocal(LinkAddress.Tcp tcp) {
        try {
            return InetAddress.getByName(tcp.host()).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
