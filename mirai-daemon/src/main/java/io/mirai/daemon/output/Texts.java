package io.mirai.daemon.output;

import java.util.Locale;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String linesLost(long count) {
        return count == 1 ? "… 1 line lost" : String.format(Locale.ROOT, "… %,d lines lost", count);
    }
}
