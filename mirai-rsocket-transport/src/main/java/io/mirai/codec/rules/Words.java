package io.mirai.codec.rules;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Words of messages: names of classes, and what users or strangers have chosen, made safe to show. */
public final class Words {

    private static final int MAX_QUOTED = 200;

    private Words() {}

    /** What an exception says of itself; an exception of user code may fail even at that. */
    public static String told(@Nullable Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (Throwable e) {
            return thrown == null ? "null" : thrown.getClass().getName();
        }
    }

    public static String className(Class<?> type) {
        String name = type.getName();
        return type.getSimpleName().isEmpty() || type.isHidden()
                ? name.substring(name.lastIndexOf('.') + 1)
                : type.getSimpleName();
    }

    /** A string that a stranger may have chosen: short, and without control characters. */
    public static String quote(@Nullable String text) {
        return text == null ? "null" : escape(text, MAX_QUOTED, "");
    }

    /** Cuts a string and escapes its control characters, but those in keep. */
    public static String escape(String text, int limit, String keep) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length() && i < limit; i++) {
            char c = text.charAt(i);
            boolean turnsText = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
            if ((Character.isISOControl(c) || turnsText) && keep.indexOf(c) < 0) {
                safe.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > limit ? safe.append('…').toString() : safe.toString();
    }
}
