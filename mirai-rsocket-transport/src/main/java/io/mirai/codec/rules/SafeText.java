package io.mirai.codec.rules;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of a failure as the host shows them: cut, and without control characters that a terminal obeys. */
public final class SafeText {

    /** Longer texts are cut. */
    public static final int MAX_CHARS = 64 * 1024;

    /** What is below these frames is left out. */
    public static final int MAX_FRAMES = 1024;

    private static final String KEPT_CONTROLS = "\n\t";

    private SafeText() {}

    public static String of(String text) {
        return Words.escape(text, MAX_CHARS + 1, KEPT_CONTROLS);
    }

    /** Whether nothing in a text needs to be escaped. */
    public static boolean isSafe(String text) {
        return Words.escape(text, Integer.MAX_VALUE, KEPT_CONTROLS).equals(text);
    }

    public static StackTraceElement[] of(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .limit(MAX_FRAMES)
                .map(frame -> new StackTraceElement(
                        ofNullable(frame.getClassLoaderName()),
                        ofNullable(frame.getModuleName()),
                        ofNullable(frame.getModuleVersion()),
                        of(frame.getClassName()),
                        of(frame.getMethodName()),
                        ofNullable(frame.getFileName()),
                        frame.getLineNumber()))
                .toArray(StackTraceElement[]::new);
    }

    /** How many characters of a stack are looked at; frames may share their texts. */
    public static long length(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .limit(MAX_FRAMES)
                .flatMap(frame -> Stream.of(
                        frame.getClassLoaderName(),
                        frame.getModuleName(),
                        frame.getModuleVersion(),
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName()))
                .filter(Objects::nonNull)
                .mapToLong(text -> Math.min(text.length(), MAX_CHARS))
                .sum();
    }

    private static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
