package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.Chronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalField;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DateTimeFormatter}, which is neither serializable nor tells its parts. The predefined ones
 * go by their names. Any other prints what it was built from, such as {@code
 * Value(YearOfEra,4,19,EXCEEDS_PAD)'-'Value(MonthOfYear,2)}, and {@link FormatterBuilding} builds it
 * from that. Some parts print less than they are (a map of texts, a default value), so the copy is
 * compared with the original before it leaves: by what it prints, and by how it formats a year of dates.
 */
final class FormatterText {

    private static final Map<String, DateTimeFormatter> PREDEFINED = new LinkedHashMap<>();

    static {
        PREDEFINED.put("BASIC_ISO_DATE", DateTimeFormatter.BASIC_ISO_DATE);
        PREDEFINED.put("ISO_DATE", DateTimeFormatter.ISO_DATE);
        PREDEFINED.put("ISO_DATE_TIME", DateTimeFormatter.ISO_DATE_TIME);
        PREDEFINED.put("ISO_INSTANT", DateTimeFormatter.ISO_INSTANT);
        PREDEFINED.put("ISO_LOCAL_DATE", DateTimeFormatter.ISO_LOCAL_DATE);
        PREDEFINED.put("ISO_LOCAL_DATE_TIME", DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        PREDEFINED.put("ISO_LOCAL_TIME", DateTimeFormatter.ISO_LOCAL_TIME);
        PREDEFINED.put("ISO_OFFSET_DATE", DateTimeFormatter.ISO_OFFSET_DATE);
        PREDEFINED.put("ISO_OFFSET_DATE_TIME", DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        PREDEFINED.put("ISO_OFFSET_TIME", DateTimeFormatter.ISO_OFFSET_TIME);
        PREDEFINED.put("ISO_ORDINAL_DATE", DateTimeFormatter.ISO_ORDINAL_DATE);
        PREDEFINED.put("ISO_TIME", DateTimeFormatter.ISO_TIME);
        PREDEFINED.put("ISO_WEEK_DATE", DateTimeFormatter.ISO_WEEK_DATE);
        PREDEFINED.put("ISO_ZONED_DATE_TIME", DateTimeFormatter.ISO_ZONED_DATE_TIME);
        PREDEFINED.put("RFC_1123_DATE_TIME", DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static final ZonedDateTime FIRST_SAMPLE =
            ZonedDateTime.of(2001, 1, 1, 0, 0, 0, 120_000_000, ZoneId.of("Europe/Paris"));
    private static final int SAMPLES = 24;
    private static final int MAX_GUESSED_QUOTES = 6;

    private FormatterText() {}

    static @Nullable Object[] take(DateTimeFormatter formatter) {
        for (Map.Entry<String, DateTimeFormatter> each : PREDEFINED.entrySet()) {
            if (each.getValue() == formatter) {
                return parts(each.getKey());
            }
        }
        String text = formatter.toString();
        int doubled = Math.min(text.split("''", -1).length - 1, MAX_GUESSED_QUOTES);
        for (int quotesInside = 0; quotesInside < 1 << doubled; quotesInside++) {
            @Nullable Object[] parts = partsOf(formatter, quotesInside);
            if (isSame(formatter, parts)) {
                return parts;
            }
        }
        throw new NotCarried(Texts.formatterHidesItself(text));
    }

    private static @Nullable Object[] partsOf(DateTimeFormatter formatter, int quotesInside) {
        Set<TemporalField> fields = formatter.getResolverFields();
        return parts(
                formatter.toString(),
                quotesInside,
                formatter.getLocale(),
                formatter.getDecimalStyle(),
                formatter.getResolverStyle(),
                fields == null ? null : new HashSet<>(fields),
                formatter.getChronology(),
                formatter.getZone());
    }

    private static boolean isSame(DateTimeFormatter formatter, @Nullable Object[] parts) {
        DateTimeFormatter copy;
        try {
            copy = (DateTimeFormatter) make(parts);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (!copy.toString().equals(formatter.toString())) {
            return false;
        }
        for (int i = 0; i < SAMPLES; i++) {
            ZonedDateTime sample =
                    FIRST_SAMPLE.plusDays(16L * i).plusMinutes(67L * i).plusNanos(3_000_457L * i);
            if (!formatted(copy, sample).equals(formatted(formatter, sample))) {
                return false;
            }
        }
        return true;
    }

    private static String formatted(DateTimeFormatter formatter, ZonedDateTime sample) {
        try {
            return formatter.format(sample);
        } catch (DateTimeException e) {
            return "";
        }
    }

    @SuppressWarnings("unchecked")
    static Object make(Object[] p) {
        if (p.length == 1) {
            DateTimeFormatter predefined = PREDEFINED.get((String) p[0]);
            if (predefined == null) {
                throw new IllegalArgumentException(String.valueOf(p[0]));
            }
            return predefined;
        }
        return FormatterBuilding.build((String) p[0], (Locale) p[2], (int) p[1])
                .withDecimalStyle((DecimalStyle) p[3])
                .withResolverStyle((ResolverStyle) p[4])
                .withResolverFields((Set<TemporalField>) p[5])
                .withChronology((Chronology) p[6])
                .withZone((ZoneId) p[7]);
    }
}
