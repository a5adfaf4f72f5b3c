package io.mirai.testing;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Assumptions;

/** Addresses of this machine. */
public final class Addresses {

    private Addresses() {}

    /** One that is no loopback address, which daemons take for another machine's; skips the test where there is none. */
    public static String notLoopback() throws SocketException {
        String found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(address -> String.valueOf(address.getHostAddress()))
                .findFirst()
                .orElse("");
        if (found.isEmpty()) {
            System.out.println("skipped: this machine has loopback addresses only");
        }
        Assumptions.assumeFalse(found.isEmpty(), "this machine has loopback addresses only");
        return found;
    }
}
