package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.math.RoundingMode;
import java.text.DateFormatSymbols;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** java.text. */
@SuppressWarnings("JavaUtilDate") // a date format holds one
final class TextValues {

    static final JdkTable TABLE = new JdkTable()
            .add(SimpleDateFormat.class, TextValues::takeDateFormat, TextValues::makeDateFormat)
            .add(DateFormatSymbols.class, TextValues::takeDateSymbols, TextValues::makeDateSymbols)
            .add(DecimalFormat.class, TextValues::takeDecimalFormat, TextValues::makeDecimalFormat)
            .add(DecimalFormatSymbols.class, TextValues::takeDecimalSymbols, TextValues::makeDecimalSymbols)
            .add(
                    MessageFormat.class,
                    f -> parts(f.toPattern(), f.getLocale()),
                    p -> new MessageFormat((String) p[0], (Locale) p[1]));

    private TextValues() {}

    private static @Nullable Object[] takeDateFormat(SimpleDateFormat f) {
        return parts(
                f.toPattern(), f.getDateFormatSymbols(), f.getCalendar(), f.getNumberFormat(), f.get2DigitYearStart());
    }

    private static Object makeDateFormat(Object[] p) {
        SimpleDateFormat format = new SimpleDateFormat((String) p[0], (DateFormatSymbols) p[1]);
        format.setCalendar((Calendar) p[2]);
        format.setNumberFormat((NumberFormat) p[3]);
        format.set2DigitYearStart((Date) p[4]);
        return format;
    }

    /** Without the zones' names: the receiver has its own, and to load them here takes a second. */
    private static @Nullable Object[] takeDateSymbols(DateFormatSymbols s) {
        return parts(
                s.getEras(),
                s.getMonths(),
                s.getShortMonths(),
                s.getWeekdays(),
                s.getShortWeekdays(),
                s.getAmPmStrings(),
                s.getLocalPatternChars());
    }

    private static Object makeDateSymbols(Object[] p) {
        DateFormatSymbols symbols = new DateFormatSymbols();
        symbols.setEras((String[]) p[0]);
        symbols.setMonths((String[]) p[1]);
        symbols.setShortMonths((String[]) p[2]);
        symbols.setWeekdays((String[]) p[3]);
        symbols.setShortWeekdays((String[]) p[4]);
        symbols.setAmPmStrings((String[]) p[5]);
        symbols.setLocalPatternChars((String) p[6]);
        return symbols;
    }

    private static @Nullable Object[] takeDecimalFormat(DecimalFormat f) {
        return parts(
                f.toPattern(),
                f.getDecimalFormatSymbols(),
                f.isParseBigDecimal(),
                f.getRoundingMode(),
                f.isParseIntegerOnly(),
                f.isDecimalSeparatorAlwaysShown(),
                f.getMaximumIntegerDigits(),
                f.getMinimumIntegerDigits(),
                f.getMaximumFractionDigits(),
                f.getMinimumFractionDigits(),
                f.isGroupingUsed(),
                f.getMultiplier());
    }

    private static Object makeDecimalFormat(Object[] p) {
        DecimalFormat format = new DecimalFormat((String) p[0], (DecimalFormatSymbols) p[1]);
        format.setParseBigDecimal((boolean) p[2]);
        format.setRoundingMode((RoundingMode) p[3]);
        format.setParseIntegerOnly((boolean) p[4]);
        format.setDecimalSeparatorAlwaysShown((boolean) p[5]);
        format.setMaximumIntegerDigits((int) p[6]);
        format.setMinimumIntegerDigits((int) p[7]);
        format.setMaximumFractionDigits((int) p[8]);
        format.setMinimumFractionDigits((int) p[9]);
        format.setGroupingUsed((boolean) p[10]);
        format.setMultiplier((int) p[11]);
        return format;
    }

    private static @Nullable Object[] takeDecimalSymbols(DecimalFormatSymbols s) {
        return parts(
                s.getZeroDigit(),
                s.getGroupingSeparator(),
                s.getDecimalSeparator(),
                s.getPerMill(),
                s.getPercent(),
                s.getDigit(),
                s.getPatternSeparator(),
                s.getInfinity(),
                s.getNaN(),
                s.getMinusSign(),
                s.getCurrency(),
                s.getCurrencySymbol(),
                s.getMonetaryDecimalSeparator(),
                s.getExponentSeparator(),
                s.getMonetaryGroupingSeparator());
    }

    private static Object makeDecimalSymbols(Object[] p) {
        DecimalFormatSymbols symbols = new DecimalFormatSymbols();
        symbols.setZeroDigit((char) p[0]);
        symbols.setGroupingSeparator((char) p[1]);
        symbols.setDecimalSeparator((char) p[2]);
        symbols.setPerMill((char) p[3]);
        symbols.setPercent((char) p[4]);
        symbols.setDigit((char) p[5]);
        symbols.setPatternSeparator((char) p[6]);
        symbols.setInfinity((String) p[7]);
        symbols.setNaN((String) p[8]);
        symbols.setMinusSign((char) p[9]);
        if (p[10] != null) {
            symbols.setCurrency((Currency) p[10]);
        }
        symbols.setCurrencySymbol((String) p[11]);
        symbols.setMonetaryDecimalSeparator((char) p[12]);
        symbols.setExponentSeparator((String) p[13]);
        symbols.setMonetaryGroupingSeparator((char) p[14]);
        return symbols;
    }
}
