package io.mirai.codec.jdk;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a formatter from what {@link DateTimeFormatter#toString()} prints: a row of literals in
 * quotes, parts such as {@code Value(MonthOfYear,2)}, optional rows in brackets and nested rows in
 * parentheses. What it does not know is an {@link IllegalArgumentException}.
 */
final class FormatterBuilding {

    private static final int MAX_NESTING = 32;
    private static final Map<String, TemporalField> FIELDS = new HashMap<>();

    static {
        for (TemporalField field : ChronoField.values()) {
            FIELDS.put(field.toString(), field);
        }
        for (TemporalField field : List.of(
                IsoFields.DAY_OF_QUARTER,
                IsoFields.QUARTER_OF_YEAR,
                IsoFields.WEEK_BASED_YEAR,
                IsoFields.WEEK_OF_WEEK_BASED_YEAR,
                JulianFields.JULIAN_DAY,
                JulianFields.MODIFIED_JULIAN_DAY,
                JulianFields.RATA_DIE)) {
            FIELDS.put(field.toString(), field);
        }
    }

    private final String text;
    private int quotesInside;
    private int at;
    private boolean padding;

    private FormatterBuilding(String text, int quotesInside) {
        this.text = text;
        this.quotesInside = quotesInside;
    }

    /**
     * Builds it.
     *
     * @param quotesInside for each two quotes after the beginning of a literal one bit, the lowest
     *     first: whether they are a quote inside it; otherwise it ends there and another begins, as
     *     in {@code '.'' '}, which prints the same
     */
    static DateTimeFormatter build(String text, @Nullable Locale locale, int quotesInside) {
        FormatterBuilding building = new FormatterBuilding(text, quotesInside);
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        building.row(builder, 0);
        if (building.at != text.length()) {
            throw building.unknown();
        }
        return builder.toFormatter(locale == null ? Locale.ROOT : locale);
    }

    private void row(DateTimeFormatterBuilder builder, int nesting) {
        if (nesting > MAX_NESTING) {
            throw unknown();
        }
        while (at < text.length() && text.charAt(at) != ')' && text.charAt(at) != ']') {
            switch (text.charAt(at)) {
                case '\'' -> builder.appendLiteral(literal());
                case '[' -> {
                    at++;
                    builder.optionalStart();
                    row(builder, nesting + 1);
                    expect(']');
                    builder.optionalEnd();
                }
                case '(' -> {
                    at++;
                    DateTimeFormatterBuilder inner = new DateTimeFormatterBuilder();
                    row(inner, nesting + 1);
                    expect(')');
                    builder.append(inner.toFormatter(Locale.ROOT));
                }
                default -> part(builder);
            }
        }
    }

    /** Text in quotes; two quotes alone are one quote. */
    private String literal() {
        StringBuilder literal = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\'') {
                literal.append(c);
            } else if (at < text.length() && text.charAt(at) == '\'' && literal.length() > 0 && nextIsInside()) {
                literal.append('\'');
                at++;
            } else {
                return literal.length() == 0 ? "'" : literal.toString();
            }
        }
        throw unknown();
    }

    private boolean nextIsInside() {
        boolean inside = (quotesInside & 1) != 0;
        quotesInside >>>= 1;
        return inside;
    }

    private void part(DateTimeFormatterBuilder builder) {
        int open = text.indexOf('(', at);
        if (open < 0) {
            throw unknown();
        }
        String name = text.substring(at, open);
        at = open + 1;
        if (name.equals("Pad") && !padding) {
            pad(builder);
            return;
        }
        List<String> arguments = List.of(arguments().split(",", -1));
        String first = arguments.get(0);
        switch (name) {
            case "ParseCaseSensitive" -> {
                if (Boolean.parseBoolean(first)) {
                    builder.parseCaseSensitive();
                } else {
                    builder.parseCaseInsensitive();
                }
            }
            case "ParseStrict" -> {
                if (Boolean.parseBoolean(first)) {
                    builder.parseStrict();
                } else {
                    builder.parseLenient();
                }
            }
            case "Value" -> value(builder, field(first), arguments);
            case "ReducedValue" -> reduced(builder, field(first), arguments);
            case "Fraction" ->
                builder.appendFraction(field(first), number(arguments, 1), number(arguments, 2), arguments.size() > 3);
            case "Text" ->
                builder.appendText(field(first), arguments.size() > 1 ? style(arguments.get(1)) : TextStyle.FULL);
            case "Instant" -> builder.appendInstant();
            case "Offset" -> builder.appendOffset(first, unquoted(arguments.get(1)));
            case "LocalizedOffset" -> builder.appendLocalizedOffset(style(first));
            case "ZoneId" -> builder.appendZoneId();
            case "ZoneRegionId" -> builder.appendZoneRegionId();
            case "ZoneOrOffsetId" -> builder.appendZoneOrOffsetId();
            case "ZoneText" -> builder.appendZoneText(style(first));
            case "DayPeriod" -> builder.appendDayPeriodText(style(first));
            case "Localized" -> localized(builder, arguments);
            default -> throw unknown();
        }
    }

    /** {@code Pad(part,width)} or {@code Pad(part,width,'c')}: the padding is announced before its part. */
    private void pad(DateTimeFormatterBuilder builder) {
        int start = at;
        padding = true;
        element(new DateTimeFormatterBuilder());
        expect(',');
        List<String> arguments = List.of(arguments().split(",", 2));
        int end = at;
        char pad = arguments.size() > 1 ? unquoted(arguments.get(1)).charAt(0) : ' ';
        builder.padNext(number(arguments, 0), pad);
        at = start;
        element(builder);
        at = end;
        padding = false;
    }

    private void element(DateTimeFormatterBuilder builder) {
        if (text.charAt(at) == '\'') {
            builder.appendLiteral(literal());
        } else {
            part(builder);
        }
    }

    private static void value(DateTimeFormatterBuilder builder, TemporalField field, List<String> arguments) {
        switch (arguments.size()) {
            case 1 -> builder.appendValue(field);
            case 2 -> builder.appendValue(field, number(arguments, 1));
            default ->
                builder.appendValue(
                        field, number(arguments, 1), number(arguments, 2), SignStyle.valueOf(arguments.get(3)));
        }
    }

    private static void reduced(DateTimeFormatterBuilder builder, TemporalField field, List<String> arguments) {
        String base = arguments.get(3);
        if (base.indexOf('-', 1) > 0) {
            builder.appendValueReduced(field, number(arguments, 1), number(arguments, 2), LocalDate.parse(base));
        } else {
            builder.appendValueReduced(field, number(arguments, 1), number(arguments, 2), Integer.parseInt(base));
        }
    }

    /** A style of the locale, or one of the fields whose meaning hangs on the locale's weeks. */
    private static void localized(DateTimeFormatterBuilder builder, List<String> arguments) {
        String first = arguments.get(0);
        switch (first) {
            case "WeekBasedYear" -> builder.appendPattern("Y".repeat(arguments.size() > 1 ? number(arguments, 1) : 1));
            case "ReducedValue(WeekBasedYear" -> builder.appendPattern("YY");
            case "DayOfWeek" -> builder.appendPattern("e".repeat(number(arguments, 1)));
            case "WeekOfWeekBasedYear" -> builder.appendPattern("w".repeat(number(arguments, 1)));
            case "WeekOfMonth" -> builder.appendPattern("W");
            default -> {
                FormatStyle date = first.isEmpty() ? null : FormatStyle.valueOf(first);
                FormatStyle time = arguments.get(1).isEmpty() ? null : FormatStyle.valueOf(arguments.get(1));
                builder.appendLocalized(date, time);
            }
        }
    }

    /** Up to the parenthesis that closes this part; quotes and inner parentheses are passed over. */
    private String arguments() {
        int start = at;
        int depth = 0;
        boolean quoted = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && depth-- == 0) {
                return text.substring(start, at++);
            }
        }
        throw unknown();
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw unknown();
        }
        at++;
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException(text);
    }

    private static TemporalField field(String name) {
        TemporalField field = FIELDS.get(name);
        if (field == null) {
            throw new IllegalArgumentException(name);
        }
        return field;
    }

    private static int number(List<String> arguments, int index) {
        int number = Integer.parseInt(arguments.get(index));
        if (number > 64) {
            throw new IllegalArgumentException(arguments.get(index));
        }
        return number;
    }

    private static TextStyle style(String name) {
        return TextStyle.valueOf(name);
    }

    private static String unquoted(String quoted) {
        if (quoted.length() < 2) {
            throw new IllegalArgumentException(quoted);
        }
        return quoted.substring(1, quoted.length() - 1).replace("''", "'");
    }
}
