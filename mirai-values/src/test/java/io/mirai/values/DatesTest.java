package io.mirai.values;

import java.util.Locale;
import java.util.stream.Stream;
import org.joda.time.DateMidnight;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.joda.time.Interval;
import org.joda.time.LocalDate;
import org.joda.time.LocalDateTime;
import org.joda.time.LocalTime;
import org.joda.time.MonthDay;
import org.joda.time.MutableDateTime;
import org.joda.time.MutableInterval;
import org.joda.time.Partial;
import org.joda.time.Period;
import org.joda.time.PeriodType;
import org.joda.time.YearMonth;
import org.joda.time.chrono.BuddhistChronology;
import org.joda.time.chrono.GJChronology;
import org.joda.time.chrono.ISOChronology;
import org.joda.time.chrono.LenientChronology;
import org.threeten.bp.ZoneOffset;
import org.threeten.extra.AmPm;
import org.threeten.extra.DayOfMonth;
import org.threeten.extra.PeriodDuration;
import org.threeten.extra.Quarter;
import org.threeten.extra.YearQuarter;
import org.threeten.extra.YearWeek;
import org.threeten.extra.chrono.CopticDate;
import org.threeten.extra.chrono.InternationalFixedDate;
import org.threeten.extra.chrono.JulianChronology;
import org.threeten.extra.chrono.JulianDate;
import org.threeten.extra.scale.TaiInstant;
import org.threeten.extra.scale.UtcInstant;

/** Joda-Time, ThreeTen-Extra and ThreeTenBP. */
@SuppressWarnings({"deprecation", "JodaConstructors", "JavaUtilDate"}) // users hold such values
class DatesTest extends ValueTest {

    @Override
    protected Stream<Value> values() {
        return Stream.of(joda(), extra(), backport()).flatMap(each -> each);
    }

    private static Stream<Value> joda() {
        DateTimeZone tokyo = DateTimeZone.forID("Asia/Tokyo");
        DateTime time = new DateTime(123_456_789L, tokyo);
        MutableDateTime mutable = new MutableDateTime(5L, tokyo);
        mutable.setRounding(ISOChronology.getInstance(tokyo).hourOfDay());
        return Stream.of(
                Value.of("DateTime", time),
                Value.by("fields of a DateTime", time, t -> t.getHourOfDay() + " " + t.plusMonths(1)),
                Value.of("DateTime of another chronology", new DateTime(5L, BuddhistChronology.getInstance(tokyo))),
                Value.of("DateTime of Julian days", new DateTime(5L, GJChronology.getInstance(tokyo, 0L, 4))),
                Value.of("DateMidnight", new DateMidnight(5L, tokyo)),
                Value.of("LocalDate", new LocalDate(2026, 2, 3)),
                Value.by("month of a LocalDate", new LocalDate(2026, 2, 3), d -> d.plusDays(40)
                        .toString()),
                Value.of("LocalTime", new LocalTime(1, 2, 3, 4)),
                Value.of("LocalDateTime", new LocalDateTime(2026, 1, 2, 3, 4)),
                Value.of("Instant", new Instant(5)),
                Value.of("Duration", new Duration(5)),
                Value.of("Period", new Period(1, 2, 3, 4, 5, 6, 7, 8)),
                Value.of("Period of days", new Period(5, PeriodType.days())),
                Value.of("Interval", new Interval(time, time.plusDays(1))),
                Value.of("MutableInterval", new MutableInterval(time, time.plusDays(1))),
                Value.by("MutableDateTime", mutable, t -> t + " " + t.getRoundingField()),
                Value.of("YearMonth", new YearMonth(2026, 2)),
                Value.of("MonthDay", new MonthDay(2, 29)),
                Value.of("Partial", new Partial().with(org.joda.time.DateTimeFieldType.hourOfDay(), 5)),
                Value.single("Days", () -> Days.ONE),
                Value.single("UTC", () -> DateTimeZone.UTC),
                Value.single("zone", () -> DateTimeZone.forID("Asia/Tokyo")),
                Value.single("chronology", () -> ISOChronology.getInstance(DateTimeZone.forID("Asia/Tokyo"))),
                Value.of("lenient chronology", LenientChronology.getInstance(ISOChronology.getInstanceUTC())),
                Value.by("property", time.hourOfDay(), p -> p.getAsText(Locale.ROOT) + p.getMaximumValue()),
                Value.single("DateTimeFieldType", () -> org.joda.time.DateTimeFieldType.hourOfDay()),
                Value.single("DurationFieldType", () -> org.joda.time.DurationFieldType.days()));
    }

    private static Stream<Value> extra() {
        return Stream.of(
                Value.of("YearQuarter", YearQuarter.of(2026, 1)),
                Value.of("YearWeek", YearWeek.of(2026, 5)),
                Value.of("DayOfMonth", DayOfMonth.of(5)),
                Value.of("Quarter", Quarter.Q1),
                Value.of("AmPm", AmPm.PM),
                Value.of("PeriodDuration", PeriodDuration.parse("P1DT5S")),
                Value.of("Interval", org.threeten.extra.Interval.parse("2026-01-01T00:00:00Z/P1D")),
                Value.of("Interval.ALL", org.threeten.extra.Interval.ALL),
                Value.of("TaiInstant", TaiInstant.ofTaiSeconds(5, 6)),
                Value.of("UtcInstant", UtcInstant.ofModifiedJulianDay(5, 6)),
                Value.of("JulianDate", JulianDate.of(2026, 1, 2)),
                Value.of("CopticDate", CopticDate.of(1740, 1, 2)),
                Value.of("InternationalFixedDate", InternationalFixedDate.of(2026, 13, 29)),
                Value.single("JulianChronology", () -> JulianChronology.INSTANCE));
    }

    private static Stream<Value> backport() {
        org.threeten.bp.ZoneId paris = org.threeten.bp.ZoneId.of("Europe/Paris");
        return Stream.of(
                Value.of("bp LocalDate", org.threeten.bp.LocalDate.of(2026, 1, 2)),
                Value.of("bp LocalDateTime", org.threeten.bp.LocalDateTime.of(2026, 1, 2, 3, 4)),
                Value.of("bp Instant", org.threeten.bp.Instant.ofEpochSecond(5)),
                Value.of("bp Duration", org.threeten.bp.Duration.ofDays(5)),
                Value.single("bp Period", () -> org.threeten.bp.Period.ZERO),
                Value.of("bp ZonedDateTime", org.threeten.bp.ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, paris)),
                Value.of(
                        "bp OffsetDateTime", org.threeten.bp.OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.MAX)),
                Value.single("bp UTC", () -> ZoneOffset.UTC),
                Value.of("bp ZoneId", paris),
                Value.of("bp rules", paris.getRules()),
                Value.of("bp ThaiBuddhistDate", org.threeten.bp.chrono.ThaiBuddhistDate.of(2560, 1, 2)));
    }
}
