package io.mirai.transport.host;

import io.mirai.machine.Access;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Outbound;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Protocol;
import io.rsocket.frame.FrameType;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import reactor.core.Exceptions;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String cannotAnswer(Throwable why) {
        return "the host cannot answer: " + why;
    }

    static String oldJava(int daemons) {
        return "this host needs daemons on Java " + Protocol.MIN_JAVA + " or later, the daemon runs on " + daemons;
    }

    static String otherCodec(int daemons) {
        return "this host speaks codec " + Protocol.CODEC + ", the daemon speaks " + daemons
                + ": start the daemon with the same version of Mirai as the host";
    }

    static String keepAlive(KeepAliveTimes proposed) {
        return "the daemon proposes a keep-alive of " + proposed.intervalMillis() + " ms and a lifetime of "
                + proposed.lifetimeMillis() + " ms, this host allows " + Protocol.MIN_KEEP_ALIVE_MILLIS + " to "
                + Protocol.MAX_KEEP_ALIVE_MILLIS
                + " ms and, not below the keep-alive, up to " + Protocol.MAX_LIFETIME_MILLIS + " ms";
    }

    static String noProof() {
        return "the daemon has not proven that it knows the token of this host";
    }

    static String notYet() {
        return "it asks for something before it is admitted";
    }

    static String noSetup() {
        return "its first frame is no SETUP of a daemon";
    }

    static String wrongProof() {
        return "the token is not that of this host";
    }

    static String metadata() {
        return "the daemon's SETUP has metadata, but this protocol has none";
    }

    static String notAllowed(String interaction) {
        return "protocol violation: the peer may not send a " + interaction;
    }

    static String violation(String rule) {
        return "protocol violation: " + rule;
    }

    static String frameNotAllowed(FrameType type) {
        return "the peer may not send a " + type + " frame on stream 0";
    }

    static String notAFrame() {
        return "what came is no frame of RSocket";
    }

    static String requestInParts() {
        return "a request in several frames";
    }

    static String keepAliveData(int length) {
        return "a KEEPALIVE with " + length + " bytes of data, where " + Protocol.MAX_KEEP_ALIVE_DATA_BYTES
                + " are allowed";
    }

    static String keepAliveFlood(long keepAlives, long intervals) {
        return keepAlives + " KEEPALIVE frames in " + intervals + " intervals";
    }

    static String asksAndDoesNotRead() {
        return "the peer keeps asking, and does not read the answers: " + Outbound.LIMIT_BYTES + " bytes wait for it";
    }

    static String silent(int lifetimeMillis) {
        return "nothing came from the daemon for " + lifetimeMillis + " ms";
    }

    static String doesNotRead(int lifetimeMillis) {
        return "the daemon has read nothing for " + lifetimeMillis + " ms, while more was waiting for it";
    }

    static String noReply(long taskId) {
        return "protocol violation: the stream of task " + taskId + " ended without a reply";
    }

    static String tooManyLookups(int max) {
        return "this daemon asks for more than " + max + " classes at once";
    }

    static String controlEnded() {
        return "the control stream ended before the link";
    }

    static String resultTooLarge(String result, long length, long max) {
        return result + " has " + length + " bytes, but maxResultBytes of this profile is " + max
                + ": raise it, or return a file's name, or several smaller values";
    }

    static String noRoom(String owner, long length, long longest) {
        return "the body of " + owner + " has " + length + " bytes, but the heap of this host, of "
                + Runtime.getRuntime().maxMemory() + " bytes, has room for " + longest
                + " now, as a body is there twice while it is decoded: raise -Xmx of the host, or return a file's name,"
                + " or several smaller values";
    }

    static String notBound(LinkAddress address, Throwable cause) {
        String why = sayWithRoot(cause);
        return "cannot listen on " + address + ": " + why
                + (address instanceof LinkAddress.Tcp tcp ? cure(tcp, why) : "");
    }

    private static String cure(LinkAddress.Tcp address, String why) {
        if (why.contains("already in use")) {
            return ": its port " + address.port() + " is taken; use another, or 0 for any that is free";
        }
        if (why.contains("Permission denied")) {
            return ": its port " + address.port() + " is kept for privileged users; use one from 1024 on";
        }
        return why.contains("Cannot assign requested address") || why.contains("not available")
                ? ": its host " + address.host() + " is no address of this machine; use one, or 0.0.0.0 for all"
                : "";
    }

    static String notLoopback(LinkAddress address) {
        return "it can be reached from other machines, and has no encryption: use "
                + address.url().replaceFirst("^tcp", "tls+tcp").replaceFirst("^ws", "wss")
                + ", a loopback address such as tcp://127.0.0.1:0, or Builder.tls(TlsConfig.insecure()) if the network protects its links itself";
    }

    static String refused(SocketAddress from, SocketAddress at, String reason) {
        return "refused the connection from " + from + " at " + at + ": " + reason;
    }

    static String moreRefused(int connections) {
        return " (and " + connections + " more before, of which nothing was said)";
    }

    static String crowd() {
        return "too many connections wait to be admitted: at most " + Strangers.MAX + ", and "
                + Strangers.MAX_OF_ADDRESS + " of one address";
    }

    static String notAccepted(LinkAddress address, Throwable cause) {
        return "cannot take a connection at " + address + " (" + say(cause)
                + "): it tries again each second; if no descriptor is left, raise ulimit -n of this host";
    }

    static String slowDoor() {
        return "it did not finish the handshake of TLS or WebSocket within 3 seconds";
    }

    static String slowSetup() {
        return "it did not introduce itself within 3 seconds";
    }

    static String noTls() {
        return "it does not speak TLS: the url that its daemon was given has to begin with tls+tcp or wss";
    }

    static String tlsAtPlainPort() {
        return "it speaks TLS, but this listener does not: the url that its daemon was given has to begin with tcp or ws";
    }

    static String webSocketAtFrames() {
        return "it speaks HTTP, but this listener does not: the url that its daemon was given has to begin with tcp or"
                + " tls+tcp";
    }

    static String closedInHandshake() {
        return "it closed the connection during the handshake of TLS";
    }

    static String expires(X509Certificate certificate) {
        return "the certificate of " + certificate.getSubjectX500Principal() + " that this host shows ends at "
                + certificate.getNotAfter().toInstant()
                + ": daemons that check it will not trust the host from then on; start the host with a newer one";
    }

    static String noCertificate() {
        return "it has no certificate: its daemon needs the secret of this host";
    }

    static String foreignCertificate() {
        return "its certificate was not issued by this listener: its daemon needs the secret that this host prints now";
    }

    static String badHandshake(String reason) {
        return "the handshake of TLS failed: " + reason;
    }

    static String badRequest() {
        return "what it asked is no request of HTTP, or too long: the url of a daemon has to begin with ws or wss here";
    }

    static String browser() {
        return "its request has an Origin, as those of web pages have: no page may connect";
    }

    static String noWebSocket() {
        return "its request does not ask for WebSocket, version 13";
    }

    static String otherPath() {
        return "its request is for another path than the one of this listener's url";
    }

    static String brokeOff(Throwable cause) {
        return "what it sent cannot be read: " + say(cause);
    }

    static String inUse() {
        return "there is a file already; use another path, or delete it if no host listens there any more";
    }

    static String noDirectory(Path directory) {
        return "there is no directory " + directory + ": make it, with chmod 700";
    }

    static String notPrivate(Path directory, Access access) {
        return "the directory " + directory + " belongs to " + access.owner().getName() + " with permissions " + access
                + ", so others could put a socket of their own in its place: use one of your own that nobody else may"
                + " enter, with chmod 700";
    }

    static String foreignLink(Path directory, String owner) {
        return "the directory " + directory + " is a link of " + owner
                + ", who could turn it elsewhere: use the directory that it leads to";
    }

    static String task(long id) {
        return "task " + id;
    }

    static String resultOf(long taskId) {
        return "the result of task " + taskId;
    }

    static String valueOf(long taskId) {
        return "a value of task " + taskId;
    }

    /** Netty says that something could not be made, and the system why: that no descriptor is left, for one. */
    private static String sayWithRoot(Throwable cause) {
        Throwable root = Exceptions.unwrap(cause);
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == cause ? say(cause) : say(cause) + ", since: " + say(root);
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
