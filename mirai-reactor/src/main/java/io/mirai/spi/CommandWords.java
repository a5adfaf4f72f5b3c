package io.mirai.spi;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a POSIX shell does, but expands nothing: a {@code $} is a {@code $}. */
public final class CommandWords {

    private CommandWords() {}

    /** Splits an argument if it is options, as {@code -n 1}; others stand for themselves. */
    public static List<String> ofArgument(String argument) {
        return argument.startsWith("-") ? split(argument) : List.of(argument);
    }

    /**
     * Splits a line at white space. Within single quotes everything stands for itself, within double quotes everything but {@code "}
     * and {@code \}, and {@code \} makes the next character stand for itself.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(next)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                begun = false;
                continue;
            }
            begun = true;
            if (next == quote) {
                quote = 0;
            } else if (quote == 0 && (next == '\'' || next == '"')) {
                quote = next;
            } else if (next == '\\' && quote != '\'' && i + 1 < line.length()) {
                i++;
                word.append(line.charAt(i));
            } else {
                word.append(next);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException(Texts.quoteNotClosed(quote, line));
        }
        if (begun) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }
}
