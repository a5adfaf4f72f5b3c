package io.mirai.launch.network;

import java.util.regex.Pattern;

/** Writes words as a POSIX shell reads them. */
final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");

    private Shell() {}

    /** Writes one word, whatever is in it. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
