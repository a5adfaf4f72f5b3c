package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.wire.Protocol;
import java.nio.file.Path;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String oldJava(int daemons) {
        return "this host needs daemons on Java " + Protocol.MIN_JAVA + " or later, the daemon runs on " + daemons;
    }

    static String otherCodec(int daemons) {
        return "this host speaks codec " + Protocol.CODEC + ", the daemon speaks " + daemons
                + ": start the daemon with the same version of Mirai as the host";
    }

    static String keepAlive(int intervalMillis, int lifetimeMillis) {
        return "the daemon proposes a keep-alive of " + intervalMillis + " ms and a lifetime of " + lifetimeMillis
                + " ms, this host allows " + Protocol.MIN_KEEP_ALIVE_MILLIS + " to " + Protocol.MAX_KEEP_ALIVE_MILLIS
                + " ms and, not below the keep-alive, up to " + Protocol.MAX_LIFETIME_MILLIS + " ms";
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

    static String noReply(long taskId) {
        return "protocol violation: the stream of task " + taskId + " ended without a reply";
    }

    static String noFunctions() {
        return "this host shares no functions between tasks";
    }

    static String tooManyLookups(int max) {
        return "this daemon asks for more than " + max + " classes at once";
    }

    static String lookupOnLoop(String name) {
        return "class " + name + " cannot be asked for on the thread that would bring the answer";
    }

    static String notLookedUp(String name, Throwable cause) {
        return "the host could not be asked for class " + name + ": " + say(cause);
    }

    static String noBody(long id) {
        return "no body " + id + " is kept here: it was fetched, given up, or its task has ended";
    }

    static String controlTwice() {
        return "protocol violation: the control stream is open already";
    }

    static String bodyLost(long id, Throwable cause) {
        return "the body of " + owner(id) + " cannot be fetched: " + say(cause);
    }

    static String bodyTooLarge(long id, long length) {
        return "the body of " + owner(id) + " has " + length + " bytes, but at most " + Body.MAX_BYTES
                + " can be carried: send a file's name, or several smaller values";
    }

    static String chunkLength(int length, long expected) {
        return "a chunk has " + length + " bytes where " + expected + " were declared";
    }

    static String bodyShort(long length, long declared) {
        return "a body ended after " + length + " bytes of " + declared;
    }

    static String pathTooLong(Path socket, int length, int max) {
        return "the path of the socket has " + length + " bytes, but a Unix socket's path has at most " + max + ": "
                + socket;
    }

    static String noNative() {
        return "Unix sockets need Netty's native epoll transport, which is not available on this machine";
    }

    static String notBound(Path socket, Throwable cause) {
        return "cannot listen on the Unix socket " + socket + ": " + say(cause);
    }

    static String notDialled(Path socket, Throwable cause) {
        return "cannot reach a host on the Unix socket " + socket + ": " + say(cause);
    }

    static String closedBeforeAdmission() {
        return "it closed the connection before it admitted this daemon";
    }

    static String inUse(Path socket) {
        return "cannot listen on the Unix socket " + socket + ": there is a file already";
    }

    /** Answers have ids below zero. */
    private static String owner(long id) {
        return id < 0 ? "answer " + id : "task " + id;
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
