package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.AbstractMap;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** java.lang, java.math, java.util and java.util.regex. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder"}) // users hold such values
final class BasicValues {

    static final JdkTable TABLE = new JdkTable()
            .add(StringBuilder.class, b -> parts(b.toString()), p -> new StringBuilder((String) p[0]))
            .add(StringBuffer.class, b -> parts(b.toString()), p -> new StringBuffer((String) p[0]))
            .add(StackTraceElement.class, BasicValues::takeFrame, BasicValues::makeFrame)
            .add(String.CASE_INSENSITIVE_ORDER.getClass(), c -> parts(), p -> String.CASE_INSENSITIVE_ORDER)
            .add(BigInteger.class, i -> parts((Object) i.toByteArray()), p -> new BigInteger((byte[]) p[0]))
            .add(
                    BigDecimal.class,
                    d -> parts(d.unscaledValue(), d.scale()),
                    p -> new BigDecimal((BigInteger) p[0], (int) p[1]))
            .add(
                    MathContext.class,
                    c -> parts(c.getPrecision(), c.getRoundingMode()),
                    p -> new MathContext((int) p[0], (RoundingMode) p[1]))
            .add(
                    UUID.class,
                    u -> parts(u.getMostSignificantBits(), u.getLeastSignificantBits()),
                    p -> new UUID((long) p[0], (long) p[1]))
            .add(Pattern.class, x -> parts(x.pattern(), x.flags()), p -> Pattern.compile((String) p[0], (int) p[1]))
            .add(Locale.class, BasicValues::takeLocale, BasicValues::makeLocale)
            .add(Currency.class, c -> parts(c.getCurrencyCode()), p -> Currency.getInstance((String) p[0]))
            .add(Date.class, d -> parts(d.getTime()), p -> new Date((long) p[0]))
            .add(TimeZone.class, SimpleZones::takeKnown, p -> TimeZone.getTimeZone((String) p[0]))
            .add(SimpleTimeZone.class, SimpleZones::take, SimpleZones::make)
            .add(
                    HexFormat.class,
                    h -> parts(h.delimiter(), h.prefix(), h.suffix(), h.isUpperCase()),
                    BasicValues::makeHexFormat)
            .add(Runtime.Version.class, v -> parts(v.toString()), p -> Runtime.Version.parse((String) p[0]))
            .add(GregorianCalendar.class, BasicValues::takeCalendar, BasicValues::makeCalendar)
            .add(
                    Optional.class,
                    Optional.class.getName(),
                    (Optional<?> o) -> parts(o.orElse(null)),
                    p -> Optional.ofNullable(p[0]))
            .add(
                    OptionalInt.class,
                    o -> o.isPresent() ? parts(o.getAsInt()) : parts(),
                    p -> p.length == 0 ? OptionalInt.empty() : OptionalInt.of((int) p[0]))
            .add(
                    OptionalLong.class,
                    o -> o.isPresent() ? parts(o.getAsLong()) : parts(),
                    p -> p.length == 0 ? OptionalLong.empty() : OptionalLong.of((long) p[0]))
            .add(
                    OptionalDouble.class,
                    o -> o.isPresent() ? parts(o.getAsDouble()) : parts(),
                    p -> p.length == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) p[0]))
            .add(BitSet.class, b -> parts((Object) b.toLongArray()), p -> BitSet.valueOf((long[]) p[0]))
            .add(
                    IntSummaryStatistics.class,
                    s -> parts(s.getCount(), s.getMin(), s.getMax(), s.getSum()),
                    p -> new IntSummaryStatistics((long) p[0], (int) p[1], (int) p[2], (long) p[3]))
            .add(
                    LongSummaryStatistics.class,
                    s -> parts(s.getCount(), s.getMin(), s.getMax(), s.getSum()),
                    p -> new LongSummaryStatistics((long) p[0], (long) p[1], (long) p[2], (long) p[3]))
            .add(
                    DoubleSummaryStatistics.class,
                    s -> parts(s.getCount(), s.getMin(), s.getMax(), s.getSum()),
                    p -> new DoubleSummaryStatistics((long) p[0], (double) p[1], (double) p[2], (double) p[3]))
            .add(Random.class, RandomState::take, RandomState::make)
            .add(Properties.class, BasicValues::takeProperties, BasicValues::makeProperties)
            .add(EnumSet.class, BasicValues::takeEnumSet, BasicValues::makeEnumSet)
            .add(
                    Map.entry(0, 0).getClass(),
                    e -> parts(((Map.Entry<?, ?>) e).getKey(), ((Map.Entry<?, ?>) e).getValue()),
                    p -> Map.entry(p[0], p[1]))
            .add(
                    Map.Entry.class,
                    AbstractMap.SimpleEntry.class.getName(),
                    (Map.Entry<?, ?> e) -> parts(e.getKey(), e.getValue()),
                    p -> new AbstractMap.SimpleEntry<>(p[0], p[1]))
            .add(
                    AbstractMap.SimpleImmutableEntry.class,
                    e -> parts(e.getKey(), e.getValue()),
                    p -> new AbstractMap.SimpleImmutableEntry<>(p[0], p[1]));

    private BasicValues() {}

    private static @Nullable Object[] takeFrame(StackTraceElement f) {
        return parts(
                f.getClassLoaderName(),
                f.getModuleName(),
                f.getModuleVersion(),
                f.getClassName(),
                f.getMethodName(),
                f.getFileName(),
                f.getLineNumber());
    }

    private static Object makeFrame(Object[] p) {
        return new StackTraceElement(
                (String) p[0], (String) p[1], (String) p[2], (String) p[3], (String) p[4], (String) p[5], (int) p[6]);
    }

    /** A language tag loses what it cannot spell, such as the variant of ja_JP_JP. */
    private static @Nullable Object[] takeLocale(Locale locale) {
        String tag = locale.toLanguageTag();
        return Locale.forLanguageTag(tag).equals(locale)
                ? parts(tag)
                : parts(locale.getLanguage(), locale.getCountry(), locale.getVariant());
    }

    private static Object makeLocale(Object[] p) {
        return p.length == 1
                ? Locale.forLanguageTag((String) p[0])
                : new Locale((String) p[0], (String) p[1], (String) p[2]);
    }

    private static Object makeHexFormat(Object[] p) {
        HexFormat format =
                HexFormat.ofDelimiter((String) p[0]).withPrefix((String) p[1]).withSuffix((String) p[2]);
        return (boolean) p[3] ? format.withUpperCase() : format.withLowerCase();
    }

    private static @Nullable Object[] takeCalendar(GregorianCalendar c) {
        return parts(
                c.getTimeInMillis(),
                c.getTimeZone(),
                c.isLenient(),
                c.getFirstDayOfWeek(),
                c.getMinimalDaysInFirstWeek(),
                c.getGregorianChange());
    }

    private static Object makeCalendar(Object[] p) {
        GregorianCalendar calendar = new GregorianCalendar((TimeZone) p[1]);
        calendar.setGregorianChange((Date) p[5]);
        calendar.setLenient((boolean) p[2]);
        calendar.setFirstDayOfWeek((int) p[3]);
        calendar.setMinimalDaysInFirstWeek((int) p[4]);
        calendar.setTimeInMillis((long) p[0]);
        return calendar;
    }

    /** The entries, and those that only the defaults know. */
    private static @Nullable Object[] takeProperties(Properties properties) {
        Properties defaults = new Properties();
        for (String name : properties.stringPropertyNames()) {
            if (!properties.containsKey(name)) {
                defaults.setProperty(name, properties.getProperty(name));
            }
        }
        return parts(defaults.isEmpty() ? null : defaults, new java.util.HashMap<>(properties));
    }

    private static Object makeProperties(Object[] p) {
        Properties properties = new Properties((Properties) p[0]);
        properties.putAll((Map<?, ?>) p[1]);
        return properties;
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // the type of the constants is only known at run time
    private static @Nullable Object[] takeEnumSet(EnumSet set) {
        EnumSet sample = set.isEmpty() ? EnumSet.complementOf(set) : set;
        if (sample.isEmpty()) {
            throw new NotCarried(Texts.enumWithoutConstants());
        }
        Class<?> type = ((Enum<?>) sample.iterator().next()).getDeclaringClass();
        return parts(type, set.toArray());
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Object makeEnumSet(Object[] p) {
        EnumSet set = EnumSet.noneOf((Class) p[0]);
        for (Object constant : (Object[]) p[1]) {
            set.add(constant);
        }
        return set;
    }
}
