package io.mirai.wire;

import java.io.IOException;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String tokenLength(int length) {
        return "a token has " + Token.BYTES + " bytes, but this one has " + length;
    }

    static String noDaemon() {
        return "this is no Mirai daemon: its SETUP does not begin with 'MIRA' and a version";
    }

    static String otherProtocol(int daemons) {
        return "this host speaks protocol " + Protocol.VERSION + ", the daemon speaks " + daemons
                + ": start the daemon with the same version of Mirai as the host";
    }

    static String empty() {
        return "a message is empty";
    }

    static String unknownType(int code) {
        return "a message is of unknown type " + code;
    }

    static String otherType(MessageType expected, MessageType found) {
        return "expected a message of type " + expected + ", but it is " + found;
    }

    static String noLookup(MessageType found) {
        return "expected a message of type FUNCTION, CLASS, CLASSES, SERVICES or RESOURCES, but it is " + found;
    }

    static String tooShort(String message, String field, int needed, int left) {
        return message + " ends too early: its " + field + " needs " + needed + " bytes, but " + left + " are left";
    }

    static String overLong(String message, int left) {
        return message + " has " + left + " bytes after its end";
    }

    static String tooLong(String message, String field, int length, int max) {
        return message + " has a " + field + " of " + length + " bytes, but at most " + max + " are allowed";
    }

    static String negative(String message, String field, long value) {
        return message + " has a negative " + field + ": " + value;
    }

    static String unknownValue(String message, String field, long value) {
        return message + " has an unknown " + field + ": " + value;
    }

    static String keepAliveOutOfBounds(KeepAliveTimes times) {
        return "CONTROL has a keep-alive of " + times.intervalMillis() + " ms and a lifetime of "
                + times.lifetimeMillis() + " ms, which are out of bounds";
    }

    static String classBatch(String asked) {
        return "the answer with class " + asked;
    }

    static String notInBatch(String message) {
        return message + " has other classes alone";
    }

    static String notInflated(String message, IOException why) {
        return message + " is damaged: " + why.getMessage();
    }

    static String bodyOfNotStarted(long length) {
        return "REPLY says that the task did not start, but has a body of " + length + " bytes";
    }

    static String emptyChunk() {
        return "CHUNK has no bytes";
    }

    static String bodyIdOfTask(String message, long bodyId) {
        return message + " names its body " + bodyId + ", but only negative ids are not those of tasks";
    }
}
