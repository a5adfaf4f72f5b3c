package io.mirai.daemon.shared;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String nettyIsMixed(String found) {
        return "the class path mixes versions of Netty, and all of its jars must have one: import io.netty:netty-bom in"
                + " your build. It has " + found;
    }

    static String librariesDoNotFit(Throwable error, String found) {
        return "the libraries of the class path do not fit together (" + error + "). It has " + found;
    }

    static String noDuration(String text) {
        return "'" + text + "' is no duration of at least 1 ms: write a number and ms, s, m, h or d, as in 30s";
    }

    static String tooDeep(int level, int most) {
        return "this JVM is itself a daemon at level " + level + ", and at most " + most
                + " may stand one above the other: start daemons further up, or do the work in this task";
    }

    static String tooManyNested(int daemons, int most) {
        return "this JVM is itself a daemon, whose profiles may have at most " + most + " daemons each, but " + daemons
                + " were asked for: take fewer, or start them in the host";
    }
}
