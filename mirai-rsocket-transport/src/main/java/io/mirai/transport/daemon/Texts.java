package io.mirai.transport.daemon;

import io.mirai.transport.link.LinkAddress;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String challengeTwice() {
        return "protocol violation: this daemon has been admitted already";
    }

    static String noFunction(long id) {
        return "the host has no function " + id + ": no task of this daemon applies it";
    }

    static String lookupOnLoop(String what) {
        return what + " cannot be asked for on the thread that would bring the answer";
    }

    static String notLookedUp(String what, Throwable cause) {
        return "the host could not be asked for " + what + ": " + say(cause);
    }

    static String controlTwice() {
        return "protocol violation: the control stream is open already";
    }

    static String notDialled(LinkAddress address, Throwable cause) {
        return "cannot reach a host on " + address + ": " + say(cause);
    }

    static String closedBeforeAdmission() {
        return "it closed the connection before it admitted this daemon";
    }

    static String task(long id) {
        return "task " + id;
    }

    static String answer(String what) {
        return "the answer for " + what;
    }

    static String code(String name) {
        return "class " + name;
    }

    static String function(long id) {
        return "function " + id;
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
