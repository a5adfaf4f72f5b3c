package io.mirai.daemon;

import io.mirai.spi.Departure;
import io.mirai.transport.link.LinkAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String noConfiguration(String detail) {
        return "standard input holds no configuration (" + detail
                + "): only a host starts this program; by hand it is the command daemon of the jar for that";
    }

    static String refused(@Nullable String reason) {
        return "the host refused this daemon: " + reason;
    }

    static String noHost(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    static String noHostYet(Throwable cause) {
        return noHost(cause) + "; start the host first, or let --autoexit=persist go on dialling";
    }

    static String dialsOn(String reason) {
        return reason + "; goes on dialling";
    }

    static String serves(LinkAddress address, int slot) {
        return "serves the host at " + address.url() + " in slot " + slot;
    }

    static String linkEnded(String why, long percent) {
        return "its link to the host had ended" + (why.isEmpty() ? "" : ", since " + why) + "; " + percent
                + " % of its heap were in use";
    }

    static String tasksEndFirst(int running) {
        return "it dials again when the " + (running == 1 ? "task that runs has" : running + " tasks that run have")
                + " ended";
    }

    static String dismissed() {
        return "its host has told it to leave for good";
    }

    static String hasLeft(Departure why) {
        return "it has left, as it was asked to: "
                + why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
