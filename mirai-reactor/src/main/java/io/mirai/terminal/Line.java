package io.mirai.terminal;

/** A text as one short line. */
public final class Line {

    private static final int LENGTH = 80;

    private Line() {}

    /** The text without control characters, cut where it would be too long. */
    public static String of(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…";
    }
}
