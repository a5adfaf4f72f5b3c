package io.mirai.transport.link;

import io.mirai.spi.Body;
import java.nio.file.Path;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String loopsEnded() {
        return "this end has been closed: it opens no more connections";
    }

    static String tooManyBodies(int max) {
        return "more than " + max + " bodies are fetched at once";
    }

    static String noBody(long id) {
        return "no body " + id + " is kept here: it was fetched, given up, or its task has ended";
    }

    static String bodyLost(String owner, Throwable cause) {
        return "the body of " + owner + " cannot be fetched: " + say(cause);
    }

    static String bodyTooLarge(String owner, long length) {
        return "the body of " + owner + " has " + length + " bytes, but at most " + Body.MAX_BYTES
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

    static String noAddress(String url) {
        return "cannot listen at " + url
                + ": a url is unix:///path or tcp://127.0.0.1:port, where port 0 is any free one;"
                + " other schemes, names that must be looked up, and anything after the port are not known";
    }

    static String notLoopback(LinkAddress address) {
        return "it can be reached from other machines, and there is no encryption yet: use a loopback address, such as"
                + " tcp://127.0.0.1:0, in place of " + address;
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
