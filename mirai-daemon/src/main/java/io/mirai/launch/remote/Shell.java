package io.mirai.launch.remote;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes words as a POSIX shell reads them. */
public final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");

    private Shell() {}

    /** Writes one word, whatever is in it. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Writes a command. */
    static String line(List<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }
}
