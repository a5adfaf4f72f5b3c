package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.io.Serializable;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalQuery;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** java.time, but what stands in {@link ChronoValues}, and the times of files. */
final class TimeValues {

    private static final List<TemporalQuery<?>> QUERIES = List.of(
            TemporalQueries.zoneId(),
            TemporalQueries.chronology(),
            TemporalQueries.precision(),
            TemporalQueries.zone(),
            TemporalQueries.offset(),
            TemporalQueries.localDate(),
            TemporalQueries.localTime());

    static final JdkTable TABLE = new JdkTable()
            .add(
                    Duration.class,
                    d -> parts(d.getSeconds(), d.getNano()),
                    p -> Duration.ofSeconds((long) p[0], (int) p[1]))
            .add(
                    Instant.class,
                    i -> parts(i.getEpochSecond(), i.getNano()),
                    p -> Instant.ofEpochSecond((long) p[0], (int) p[1]))
            .add(LocalDate.class, d -> parts(d.toEpochDay()), p -> LocalDate.ofEpochDay((long) p[0]))
            .add(LocalTime.class, t -> parts(t.toNanoOfDay()), p -> LocalTime.ofNanoOfDay((long) p[0]))
            .add(
                    LocalDateTime.class,
                    t -> parts(t.toLocalDate(), t.toLocalTime()),
                    p -> LocalDateTime.of((LocalDate) p[0], (LocalTime) p[1]))
            .add(
                    OffsetDateTime.class,
                    t -> parts(t.toLocalDateTime(), t.getOffset()),
                    p -> OffsetDateTime.of((LocalDateTime) p[0], (ZoneOffset) p[1]))
            .add(
                    OffsetTime.class,
                    t -> parts(t.toLocalTime(), t.getOffset()),
                    p -> OffsetTime.of((LocalTime) p[0], (ZoneOffset) p[1]))
            .add(
                    ZonedDateTime.class,
                    t -> parts(t.toLocalDateTime(), t.getOffset(), t.getZone()),
                    p -> ZonedDateTime.ofStrict((LocalDateTime) p[0], (ZoneOffset) p[1], (ZoneId) p[2]))
            .add(ZoneOffset.class, o -> parts(o.getTotalSeconds()), p -> ZoneOffset.ofTotalSeconds((int) p[0]))
            .add(ZoneId.class, z -> parts(z.getId()), p -> ZoneId.of((String) p[0]))
            .add(
                    Period.class,
                    x -> parts(x.getYears(), x.getMonths(), x.getDays()),
                    p -> Period.of((int) p[0], (int) p[1], (int) p[2]))
            .add(Year.class, y -> parts(y.getValue()), p -> Year.of((int) p[0]))
            .add(YearMonth.class, y -> parts(y.getYear(), y.getMonthValue()), p -> YearMonth.of((int) p[0], (int) p[1]))
            .add(
                    MonthDay.class,
                    m -> parts(m.getMonthValue(), m.getDayOfMonth()),
                    p -> MonthDay.of((int) p[0], (int) p[1]))
            .add(Clock.class, TimeValues::takeClock, TimeValues::makeClock)
            .add(
                    ValueRange.class,
                    r -> parts(r.getMinimum(), r.getLargestMinimum(), r.getSmallestMaximum(), r.getMaximum()),
                    p -> ValueRange.of((long) p[0], (long) p[1], (long) p[2], (long) p[3]))
            .add(
                    WeekFields.class,
                    w -> parts(w.getFirstDayOfWeek(), w.getMinimalDaysInFirstWeek()),
                    p -> WeekFields.of((DayOfWeek) p[0], (int) p[1]))
            .add(WeekFields.ISO.weekOfYear().getClass(), TimeValues::takeWeekField, TimeValues::makeWeekField)
            .add(FileTime.class, t -> parts(t.toInstant()), p -> FileTime.from((Instant) p[0]))
            .add(TemporalQuery.class, TimeValues::takeQuery, TimeValues::makeQuery)
            .add(InstantSource.system().getClass(), s -> parts(), p -> InstantSource.system())
            .add(
                    DecimalStyle.class,
                    s -> parts(s.getZeroDigit(), s.getPositiveSign(), s.getNegativeSign(), s.getDecimalSeparator()),
                    p -> DecimalStyle.STANDARD
                            .withZeroDigit((char) p[0])
                            .withPositiveSign((char) p[1])
                            .withNegativeSign((char) p[2])
                            .withDecimalSeparator((char) p[3]))
            .add(DateTimeFormatter.class, FormatterText::take, FormatterText::make);

    private TimeValues() {}

    private static @Nullable Object[] takeWeekField(TemporalField field) {
        for (WeekFields weeks : allWeekFields()) {
            int index = fieldsOf(weeks).indexOf(field);
            if (index >= 0) {
                return parts(weeks, index);
            }
        }
        throw new NotCarried(Texts.unknownConstant(field));
    }

    private static Object makeWeekField(Object[] p) {
        return fieldsOf((WeekFields) p[0]).get((int) p[1]);
    }

    /** There is one object for each of these, and a field knows no way back to it. */
    private static List<WeekFields> allWeekFields() {
        return Arrays.stream(DayOfWeek.values())
                .flatMap(first -> IntStream.rangeClosed(1, 7).mapToObj(days -> WeekFields.of(first, days)))
                .toList();
    }

    private static List<TemporalField> fieldsOf(WeekFields weeks) {
        return List.of(
                weeks.dayOfWeek(),
                weeks.weekOfMonth(),
                weeks.weekOfYear(),
                weeks.weekOfWeekBasedYear(),
                weeks.weekBasedYear());
    }

    private static @Nullable Object[] takeQuery(TemporalQuery<?> query) {
        int index = QUERIES.indexOf(query);
        if (index < 0) {
            throw new NotCarried(Texts.unknownConstant(query));
        }
        return parts(index);
    }

    private static Object makeQuery(Object[] p) {
        return QUERIES.get((int) p[0]);
    }

    /** The system's clock, a fixed one, and those that stand on another, which only their serialized form tells. */
    private static @Nullable Object[] takeClock(Clock clock) {
        ZoneId zone = clock.getZone();
        if (clock.equals(Clock.system(zone))) {
            return parts(zone);
        }
        Instant now = clock.instant();
        if (clock.equals(Clock.fixed(now, zone))) {
            return parts(zone, now);
        }
        if (clock instanceof Serializable && Peek.into(clock).parts().get(0) instanceof Clock base) {
            for (boolean ticks : new boolean[] {false, true}) {
                @Nullable Object[] parts = parts(zone, base, durationIn(clock), ticks);
                if (makeClock(parts).equals(clock)) {
                    return parts;
                }
            }
        }
        throw new NotCarried(Texts.clockHidesItsBase());
    }

    /** {@code TickClock[base,PT1S]} or {@code OffsetClock[base,PT1S]}. */
    private static Duration durationIn(Clock clock) {
        String text = clock.toString();
        return Duration.parse(text.substring(text.lastIndexOf(',') + 1, text.length() - 1));
    }

    private static Object makeClock(@Nullable Object[] p) {
        ZoneId zone = (ZoneId) Objects.requireNonNull(p[0]);
        if (p.length == 1) {
            return Clock.system(zone);
        }
        if (p.length == 2) {
            return Clock.fixed((Instant) Objects.requireNonNull(p[1]), zone);
        }
        Clock base = (Clock) Objects.requireNonNull(p[1]);
        Duration duration = (Duration) Objects.requireNonNull(p[2]);
        return Boolean.TRUE.equals(p[3]) ? Clock.tick(base, duration) : Clock.offset(base, duration);
    }
}
