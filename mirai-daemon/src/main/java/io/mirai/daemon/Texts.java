package io.mirai.daemon;

import io.mirai.spi.Departure;
import io.mirai.transport.link.LinkAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String noConfiguration(String detail) {
        return "mirai daemon: standard input holds no configuration (" + detail
                + "); a daemon is started by its host, not by hand";
    }

    static String refused(@Nullable String reason) {
        return "mirai daemon: the host refused this daemon: " + reason;
    }

    static String noHost(LinkAddress address, Throwable cause) {
        return "mirai daemon: no host answers at " + address.url() + ": " + cause;
    }

    static String linkEnded(long percent) {
        return "its link to the host had ended; " + percent + " % of its heap were in use";
    }

    static String hasLeft(Departure why) {
        return "it has left, as it was asked to: "
                + why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
