package io.mirai.transport.daemon;

import io.mirai.transport.link.LinkAddress;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private static final int MOST_SHOWN = 500;

    private Texts() {}

    static String challengeTwice() {
        return "protocol violation: this daemon has been admitted already";
    }

    static String taskTooEarly() {
        return "protocol violation: a task came before this daemon was admitted";
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

    static String notDialled(LinkAddress address, String why) {
        return "cannot reach a host on " + address + ": " + why;
    }

    static String closedBeforeAdmission() {
        return "it closed the connection before it admitted this daemon";
    }

    static String strangeHost() {
        return "what listens there does not know the secret of this daemon's host: another program may have taken the port; use"
                + " the url and the secret that the host printed last";
    }

    static String secretWithoutTls() {
        return "the secret is one of a host that listens without TLS, but this url has TLS: use the url and the secret"
                + " that the same host printed";
    }

    static String secretOfTls() {
        return "the secret is one of a host that listens with TLS, but this url has none, and others could read along:"
                + " use the url and the secret that the same host printed";
    }

    static String closedPlainly() {
        return closedBeforeAdmission() + "; its log says why, and if it has TLS the url begins with tls+tcp or wss";
    }

    static String closedInTls() {
        return "it closed the connection during the handshake of TLS: its log says why, and if it has no TLS the url"
                + " begins with tcp or ws";
    }

    static String closedAfterTls() {
        return "it closed the connection after TLS, before it admitted this daemon: its log says why";
    }

    static String slowHost() {
        return "it did not finish the handshake of TLS or WebSocket within 10 seconds";
    }

    static String silentHost(int lifetimeMillis) {
        return "nothing came from the host for " + lifetimeMillis + " ms";
    }

    static String noTlsThere() {
        return "it does not speak TLS: use the url that the host printed, which may begin with tcp or ws";
    }

    static String otherProtocol() {
        return "what it says is no frame of a host: use the url that the host printed, which may begin with ws or wss";
    }

    static String portZero() {
        return "its port is 0, with which only a host listens: use the url that the host printed";
    }

    static String nobodyListens() {
        return "the connection was refused, as nobody listens there";
    }

    static String noRoute() {
        return "there is no way to its address from here: check it, and whether its machine is up";
    }

    static String alert(String alert) {
        return "the host refused the handshake of TLS with the alert " + alert
                + ": its log says why; this daemon needs the secret that the host prints now";
    }

    static String notTrusted(String reason) {
        return "its certificate is not trusted: " + reason;
    }

    static String unknownHost() {
        return "its name cannot be resolved: check it, or use an address";
    }

    static String notUpgraded(int status, String said) {
        String shown = oneLine(said);
        return "it answered the request for WebSocket with status " + status + (shown.isEmpty() ? "" : ": " + shown);
    }

    static String hostEnded(String reason) {
        return "the host ended it: " + oneLine(reason);
    }

    /** What a peer says, as a terminal can show it. */
    static String oneLine(String said) {
        String shown = said.replaceAll("\\p{Cntrl}", " ").strip();
        return shown.substring(0, Math.min(shown.length(), MOST_SHOWN));
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
