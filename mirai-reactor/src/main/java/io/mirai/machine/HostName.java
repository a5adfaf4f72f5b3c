package io.mirai.machine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What this machine calls itself.
 *
 * @param name the name
 * @param doubt why other machines may not reach this one by it, and what to do; empty if nothing speaks against it
 */
public record HostName(String name, Optional<String> doubt) {

    /** What Docker and its kin call a container that nobody has named. */
    private static final Pattern OF_CONTAINER = Pattern.compile("[0-9a-f]{12}(?:[0-9a-f]{52})?");

    /** Looks the name up, and what it leads to here. */
    public static HostName ofThisMachine() {
        try {
            InetAddress address = InetAddress.getLocalHost();
            return of(address.getHostName(), address);
        } catch (UnknownHostException e) {
            String name = String.valueOf(e.getMessage()).replaceFirst(":.*", "");
            return new HostName(name, Optional.of(Texts.hostNameUnknown(name)));
        }
    }

    static HostName of(String name, InetAddress address) {
        if (address.isLoopbackAddress()) {
            return new HostName(name, Optional.of(Texts.hostNameIsLoopback(name, address.getHostAddress())));
        }
        boolean isOfContainer = OF_CONTAINER.matcher(name).matches();
        return new HostName(name, isOfContainer ? Optional.of(Texts.hostNameIsOfContainer(name)) : Optional.empty());
    }
}
