package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoZonedDateTime;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalQueries;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.List;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary values of the JDK, to a daemon and back. */
@Tag("jdk")
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder", "JavaTimeDefaultTimeZone"
}) // users hold such values
final class JdkValueTest {

    /** A value, and what of it must be equal afterwards. */
    record Case(String name, Object value, Function<Object, Object> view) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case same(Object value) {
        return new Case(value.getClass().getSimpleName() + " " + value, value, v -> v);
    }

    @SuppressWarnings("unchecked")
    private static <T> Case by(T value, Function<T, Object> view) {
        return new Case(value.getClass().getSimpleName(), value, v -> view.apply((T) v));
    }

    static Stream<Case> values() throws Exception {
        ZonedDateTime overlap = ZonedDateTime.ofLocal(
                LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Paris"), ZoneOffset.ofHours(1));
        List<Case> cases = new ArrayList<>(List.of(
                same(true),
                same((byte) -1),
                same('й'),
                same((short) -2),
                same(Integer.MIN_VALUE),
                same(Long.MAX_VALUE),
                same(Float.MIN_VALUE),
                same(Double.NaN),
                same("text"),
                same(new BigDecimal("-1.2300E+40")),
                same(BigInteger.TWO.pow(200).negate()),
                same(MathContext.DECIMAL64),
                same(UUID.fromString("00000000-0000-0001-ffff-ffffffffffff")),
                same(new URI("http://a/b?c#d")),
                same(new URL("file:/tmp/x")),
                same(Path.of("/tmp/a/../b")),
                same(Path.of("")),
                same(new File("relative/x")),
                same(Locale.forLanguageTag("zh-Hant-TW")),
                same(new Locale("ja", "JP", "JP")),
                same(Locale.ROOT),
                same(Currency.getInstance("EUR")),
                same(StandardCharsets.UTF_16LE),
                same(String.class),
                same(int.class),
                same(int[][].class),
                same(Map.Entry.class),
                same(new Date(123456789L)),
                same(TimeZone.getTimeZone("Asia/Tokyo")),
                same(new GregorianCalendar(2026, 1, 3)),
                same(Optional.of("x")),
                same(Optional.empty()),
                same(OptionalInt.of(3)),
                same(OptionalInt.empty()),
                same(OptionalLong.of(3)),
                same(OptionalLong.empty()),
                same(OptionalDouble.of(0.5)),
                same(OptionalDouble.empty()),
                same(BitSet.valueOf(new long[] {5, 1L << 63})),
                same(InetAddress.getByAddress("host.invalid", new byte[] {10, 1, 2, 3})),
                same(InetAddress.getByAddress(new byte[16])),
                same(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 80)),
                same(InetSocketAddress.createUnresolved("host.invalid", 81)),
                same(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3)),
                same(DayOfWeek.MONDAY),
                same(Month.MAY),
                same(ChronoUnit.DAYS),
                same(TimeUnit.HOURS),
                same(Duration.ofNanos(-1)),
                same(Instant.MAX),
                same(Instant.MIN),
                same(LocalDate.MIN),
                same(LocalTime.MAX),
                same(LocalDateTime.MAX),
                same(OffsetDateTime.MIN),
                same(OffsetTime.MAX),
                same(overlap),
                same(ZonedDateTime.of(2026, 1, 1, 1, 1, 1, 1, ZoneOffset.UTC)),
                same(ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
                same(ZoneId.of("America/New_York")),
                same(ZoneId.of("UTC+01:00")),
                same(Period.of(1, -2, 3)),
                same(Year.of(-20000)),
                same(YearMonth.of(20000, 2)),
                same(MonthDay.of(2, 29)),
                same(Clock.systemUTC()),
                same(Clock.fixed(Instant.EPOCH, ZoneId.of("Asia/Tokyo"))),
                same(IsoChronology.INSTANCE),
                same(JapaneseDate.of(2026, 1, 2)),
                same(HijrahDate.of(1440, 1, 2)),
                same(MinguoDate.of(110, 1, 2)),
                same(ThaiBuddhistDate.of(2560, 1, 2)),
                same(ValueRange.of(1, 2, 3, 4)),
                same(WeekFields.of(DayOfWeek.SUNDAY, 1)),
                same(DecimalStyle.of(Locale.GERMANY)),
                same(IsoFields.QUARTER_OF_YEAR),
                same(new Throwable("x").getStackTrace()[0])));
        cases.addAll(List.of(
                by(new StringBuilder("abc"), StringBuilder::toString),
                by(new StringBuffer("abc"), StringBuffer::toString),
                by(
                        Pattern.compile("a+", Pattern.CASE_INSENSITIVE),
                        p -> p.pattern() + p.flags() + p.matcher("AA").matches()),
                by(buffer(), b -> b.order() + " " + b.position() + b.isReadOnly() + b.get(0)),
                by(new AtomicInteger(5), AtomicInteger::get),
                by(new AtomicLong(5), AtomicLong::get),
                by(new AtomicBoolean(true), AtomicBoolean::get),
                by(new AtomicReference<>("x"), AtomicReference::get),
                by(new AtomicIntegerArray(new int[] {1, 2}), AtomicIntegerArray::toString),
                by(new AtomicLongArray(new long[] {1, 2}), AtomicLongArray::toString),
                by(new AtomicReferenceArray<>(new String[] {"a", null}), AtomicReferenceArray::toString),
                by(new AtomicMarkableReference<>("x", true), r -> r.getReference() + r.isMarked()),
                by(new AtomicStampedReference<>("x", 4), r -> r.getReference() + r.getStamp()),
                by(adder(), LongAdder::sum),
                by(doubleAdder(), DoubleAdder::sum),
                by(new ReentrantLock(true), l -> l.isFair() + " " + l.isLocked()),
                by(new ReentrantReadWriteLock(true), ReentrantReadWriteLock::isFair),
                by(new Semaphore(3, true), s -> s.availablePermits() + " " + s.isFair()),
                by(statistics(), IntSummaryStatistics::toString),
                by(longStatistics(), LongSummaryStatistics::toString),
                by(doubleStatistics(), DoubleSummaryStatistics::toString),
                by(new IntSummaryStatistics(), IntSummaryStatistics::toString),
                by(properties(), p -> p.getProperty("own") + p.getProperty("inherited") + p.size()),
                by(new SimpleDateFormat("EEE d MMM yyyy", Locale.FRENCH), f -> f.format(new Date(0)) + f.toPattern()),
                by(
                        new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.GERMANY)),
                        f -> f.format(12345.678)),
                by(new MessageFormat("{0} of {1,number}", Locale.US), f -> f.format(new Object[] {"a", 1234})),
                by(String.CASE_INSENSITIVE_ORDER, c -> c.compare("a", "A")),
                by(Comparator.<String>naturalOrder(), c -> c.compare("a", "b")),
                by(Comparator.<String>reverseOrder(), c -> c.compare("a", "b")),
                by(
                        Comparator.comparing((Function<String, Integer> & Serializable) String::length),
                        c -> c.compare("aa", "b")),
                by(image(BufferedImage.TYPE_INT_ARGB), i -> i.getRGB(1, 1) + " " + i.getType()),
                by(image(BufferedImage.TYPE_3BYTE_BGR), i -> i.getRGB(1, 1) + " " + i.getType()),
                by(image(BufferedImage.TYPE_USHORT_565_RGB), i -> i.getRGB(1, 1) + " " + i.getType()),
                by(image(BufferedImage.TYPE_BYTE_INDEXED), i -> i.getRGB(1, 1) + " " + i.getType()),
                by(image(BufferedImage.TYPE_BYTE_BINARY), i -> i.getRGB(1, 1) + " " + i.getType())));
        return cases.stream();
    }

    /** The rest of java.time. */
    static Stream<Case> times() {
        Clock odd = Clock.offset(Clock.tickMinutes(ZoneId.of("Asia/Tokyo")), Duration.ofDays(-1));
        ZoneRules paris = ZoneId.of("Europe/Paris").getRules();
        ChronoLocalDateTime<?> twice =
                MinguoDate.from(LocalDate.of(2026, 10, 25)).atTime(LocalTime.of(2, 30));
        ChronoZonedDateTime<?> earlier = twice.atZone(ZoneId.of("Europe/Paris"));
        Stream<Object> weekFields = Stream.of(WeekFields.ISO, WeekFields.SUNDAY_START)
                .flatMap(w -> Stream.of(
                        w.dayOfWeek(), w.weekOfMonth(), w.weekOfYear(), w.weekOfWeekBasedYear(), w.weekBasedYear()));
        Stream<Object> queries = Stream.of(
                TemporalQueries.zoneId(),
                TemporalQueries.chronology(),
                TemporalQueries.precision(),
                TemporalQueries.zone(),
                TemporalQueries.offset(),
                TemporalQueries.localDate(),
                TemporalQueries.localTime());
        Stream<Object> eras = Chronology.getAvailableChronologies().stream().flatMap(c -> c.eras().stream());
        Stream<Object> periods = Chronology.getAvailableChronologies().stream().map(c -> c.period(1, -2, 3));
        Stream<Object> others = Stream.of(
                odd,
                Clock.tick(odd, Duration.ofNanos(200)),
                Clock.tick(Clock.systemUTC(), Duration.ofHours(25)),
                Clock.offset(Clock.systemUTC(), Duration.ofNanos(1)),
                InstantSource.system(),
                InstantSource.offset(InstantSource.system(), Duration.ofHours(1)),
                paris,
                ZoneOffset.UTC.getRules(),
                paris.getTransitions().get(0),
                paris.getTransitionRules().get(0),
                JapaneseDate.of(2026, 1, 2).atTime(LocalTime.NOON),
                JapaneseDate.of(2026, 1, 2).atTime(LocalTime.NOON).atZone(ZoneOffset.UTC),
                earlier,
                earlier.withLaterOffsetAtOverlap(),
                JulianFields.JULIAN_DAY,
                IsoFields.WEEK_BASED_YEARS);
        return Stream.of(weekFields, queries, eras, periods, Chronology.getAvailableChronologies().stream(), others)
                .flatMap(s -> s)
                .map(JdkValueTest::same);
    }

    static Stream<Case> more() {
        return Stream.of(
                same(new java.sql.Date(86_400_000L)),
                same(new java.sql.Time(5)),
                same(java.sql.Timestamp.from(Instant.ofEpochSecond(-5, 123_456_789))),
                same(CharBuffer.wrap("abc").position(1)),
                same(ShortBuffer.wrap(new short[] {1, 2})),
                same(IntBuffer.wrap(new int[] {1, 2, 3}).position(1).limit(2)),
                same(LongBuffer.wrap(new long[] {1})),
                same(FloatBuffer.wrap(new float[] {1})),
                same(DoubleBuffer.wrap(new double[] {1, 2})),
                by(IntBuffer.wrap(new int[2]).asReadOnlyBuffer(), IntBuffer::isReadOnly),
                same(FileTime.from(Instant.ofEpochSecond(5, 7))),
                same(HexFormat.ofDelimiter(", ")
                        .withPrefix("0x")
                        .withSuffix(";")
                        .withUpperCase()),
                same(Runtime.version()),
                same(new SimpleTimeZone(3_600_000, "a,b=[7]")),
                same(new SimpleTimeZone(-3_600_000, "X", 2, -1, 1, 3_600_000, 2, 9, -1, 1, 3_600_000, 2, 1_800_000)),
                same(started(new SimpleTimeZone(0, "Y", 3, 8, -1, 7_200_000, 10, -20, -3, 5))),
                same(started(new SimpleTimeZone(0, "Z", 3, 8, 0, 7_200_000, 10, 2, 3, 5))),
                same(TimeZone.getTimeZone("GMT+03:30")),
                same(java.util.logging.Level.FINE),
                same(java.util.logging.Level.parse("850")),
                same(new java.awt.Color(1, 2, 3, 4)),
                same(new java.awt.Point(1, 2)),
                same(new java.awt.Dimension(1, 2)),
                same(new java.awt.Rectangle(1, 2, 3, 4)),
                same(new java.awt.geom.Point2D.Double(1, 2)),
                same(new java.awt.geom.Rectangle2D.Double(1, 2, 3, 4)));
    }

    private static SimpleTimeZone started(SimpleTimeZone zone) {
        zone.setStartYear(1990);
        return zone;
    }

    @ParameterizedTest
    @MethodSource("more")
    void run_lessCommonValue_comesBackEqual(Case each) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            Object value = each.value();
            assertThat(each.view().apply(sides.run(() -> value)))
                    .isEqualTo(each.view().apply(value));
            assertThat(each.view().apply(sides.returned(value)))
                    .isEqualTo(each.view().apply(value));
        }
    }

    @ParameterizedTest
    @MethodSource("times")
    void run_valueOfTime_comesBackEqual(Case each) throws Exception {
        run_valueOfJdk_comesBackEqual(each);
        run_arrayOfValues_comesBackEqual(each);
    }

    @Test
    void run_rulesOfEveryZone_comeBackEqual() throws Exception {
        try (TwoSides sides = new TwoSides()) {
            Map<String, ZoneRules> rules = new java.util.TreeMap<>();
            ZoneId.getAvailableZoneIds()
                    .forEach(id -> rules.put(id, ZoneId.of(id).getRules()));
            assertThat(sides.run(() -> rules)).isEqualTo(rules);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(4)
                .put((byte) 7)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asReadOnlyBuffer();
    }

    private static LongAdder adder() {
        LongAdder adder = new LongAdder();
        adder.add(42);
        return adder;
    }

    private static DoubleAdder doubleAdder() {
        DoubleAdder adder = new DoubleAdder();
        adder.add(0.5);
        return adder;
    }

    private static IntSummaryStatistics statistics() {
        IntSummaryStatistics statistics = new IntSummaryStatistics();
        statistics.accept(3);
        statistics.accept(-8);
        return statistics;
    }

    private static LongSummaryStatistics longStatistics() {
        LongSummaryStatistics statistics = new LongSummaryStatistics();
        statistics.accept(3);
        return statistics;
    }

    private static DoubleSummaryStatistics doubleStatistics() {
        DoubleSummaryStatistics statistics = new DoubleSummaryStatistics();
        statistics.accept(3);
        return statistics;
    }

    private static Properties properties() {
        Properties defaults = new Properties();
        defaults.setProperty("inherited", "i");
        Properties properties = new Properties(defaults);
        properties.setProperty("own", "o");
        return properties;
    }

    private static BufferedImage image(int type) {
        BufferedImage image = new BufferedImage(3, 2, type);
        image.setRGB(1, 1, 0xFF00FF00);
        return image;
    }

    @ParameterizedTest
    @MethodSource("values")
    void run_valueOfJdk_comesBackEqual(Case each) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            Object value = each.value();
            Object back = sides.run(() -> value);
            assertThat(back).isInstanceOf(value.getClass());
            assertThat(each.view().apply(back)).isEqualTo(each.view().apply(value));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void run_arrayOfValues_comesBackEqual(Case each) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            Class<?> type = each.value().getClass().isHidden()
                    ? Object.class
                    : each.value().getClass();
            Object[] array = (Object[]) Array.newInstance(type, 3);
            array[0] = each.value();
            array[2] = each.value();
            Object[] back = (Object[]) sides.run(() -> array);
            assertThat(back.getClass()).isSameAs(array.getClass());
            assertThat(back[1]).isNull();
            assertThat(each.view().apply(back[2])).isEqualTo(each.view().apply(each.value()));
        }
    }

    static Stream<DateTimeFormatter> formatters() {
        return Stream.of(
                DateTimeFormatter.ISO_LOCAL_DATE,
                DateTimeFormatter.ISO_INSTANT,
                DateTimeFormatter.RFC_1123_DATE_TIME,
                DateTimeFormatter.ISO_ZONED_DATE_TIME.withZone(ZoneId.of("Asia/Tokyo")),
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"),
                DateTimeFormatter.ofPattern("EEEE d. MMMM uuuu 'o''clock' h a VV xxx", Locale.FRENCH),
                DateTimeFormatter.ofPattern("[yyyy][-MM]''ppH QQQ zzz OOOO Ye w W"),
                DateTimeFormatter.ofPattern("yy/MM/dd"),
                DateTimeFormatter.ofPattern("B"),
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Locale.GERMANY),
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM));
    }

    @ParameterizedTest
    @MethodSource("formatters")
    void run_formatter_formatsAlike(DateTimeFormatter formatter) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            ZonedDateTime time = ZonedDateTime.of(2026, 11, 3, 4, 5, 6, 789_000_000, ZoneId.of("America/New_York"));
            DateTimeFormatter back = (DateTimeFormatter) sides.run(() -> formatter);
            assertThat(back.format(time)).isEqualTo(formatter.format(time));
            assertThat(back.toString()).isEqualTo(formatter.toString());
            assertThat(sides.run(() -> formatter.format(time))).isEqualTo(formatter.format(time));
        }
    }

    /** A task gets what it captured; a daemon has no say over the host's memory outside the heap. */
    @Test
    void run_directBuffer_isDirectOnDaemonAndComesBackOnHeap() throws Exception {
        try (TwoSides sides = new TwoSides()) {
            byte[] content = {1, 2, 3};
            ByteBuffer direct = ByteBuffer.allocateDirect(3).put(content).flip();
            assertThat(sides.run(() -> direct.isDirect())).isEqualTo(true);
            ByteBuffer back = (ByteBuffer) sides.run(() -> direct);
            assertThat(back).isEqualTo(direct);
            assertThat(back.isDirect()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void run_random_continuesItsSequence(int calls) throws Exception {
        try (TwoSides sides = new TwoSides()) {
            Random random = new Random(42);
            for (int i = 0; i < calls; i++) {
                if (i % 3 == 2) {
                    random.nextInt();
                } else {
                    random.nextGaussian();
                }
            }
            Random back = (Random) sides.run(() -> random);
            assertThat(back.nextInt()).isEqualTo(random.nextInt());
            assertThat(back.nextGaussian()).isEqualTo(random.nextGaussian());
            assertThat(back.nextGaussian()).isEqualTo(random.nextGaussian());
            assertThat(back.nextLong()).isEqualTo(random.nextLong());
        }
    }
}
