package io.mirai.daemon.shared;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as a command line has it: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}, {@code 1d}. */
public final class DurationText {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([a-z]+)");

    private enum Unit {
        D(Duration.ofDays(1)),
        H(Duration.ofHours(1)),
        M(Duration.ofMinutes(1)),
        S(Duration.ofSeconds(1)),
        MS(Duration.ofMillis(1));

        final Duration duration;
        final String text = name().toLowerCase(Locale.ROOT);

        Unit(Duration duration) {
            this.duration = duration;
        }
    }

    private DurationText() {}

    /** Writes it in the largest unit that needs no fraction; less than a millisecond counts as one. */
    public static String of(Duration duration) {
        long millis = Math.max(1, duration.toMillis());
        return Arrays.stream(Unit.values())
                .filter(unit -> millis % unit.duration.toMillis() == 0)
                .findFirst()
                .map(unit -> millis / unit.duration.toMillis() + unit.text)
                .orElseThrow();
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none, or nothing
     */
    public static Duration parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new IllegalArgumentException(Texts.noDuration(text));
        }
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.text.equals(parts.group(2)))
                .findFirst()
                .map(unit -> unit.duration.multipliedBy(Long.parseLong(parts.group(1))))
                .orElseThrow(() -> new IllegalArgumentException(Texts.noDuration(text)));
    }
}
