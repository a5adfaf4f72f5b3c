package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.chrono.ChronoZonedDateTime;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistChronology;
import java.time.chrono.ThaiBuddhistDate;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** java.time.chrono and java.time.zone. */
final class ChronoValues {

    private static final ChronoLocalDateTime<ThaiBuddhistDate> SAMPLE =
            ThaiBuddhistDate.of(2560, 1, 1).atTime(LocalTime.NOON);

    static final JdkTable TABLE = new JdkTable()
            .add(Chronology.class, c -> parts(c.getId()), p -> Chronology.of((String) p[0]))
            .add(JapaneseDate.class, ChronoValues::takeDate, ChronoValues::makeDate)
            .add(HijrahDate.class, ChronoValues::takeDate, ChronoValues::makeDate)
            .add(MinguoDate.class, ChronoValues::takeDate, ChronoValues::makeDate)
            .add(ThaiBuddhistDate.class, ChronoValues::takeDate, ChronoValues::makeDate)
            .add(JapaneseEra.class, e -> parts(e.getValue()), p -> JapaneseEra.of((int) p[0]))
            .add(
                    ThaiBuddhistChronology.INSTANCE.period(0, 0, 0).getClass(),
                    ChronoValues::takePeriod,
                    ChronoValues::makePeriod)
            .add(SAMPLE.getClass(), t -> parts(t.toLocalDate(), t.toLocalTime()), p -> ((ChronoLocalDate) p[0])
                    .atTime((LocalTime) p[1]))
            .add(
                    SAMPLE.atZone(ZoneOffset.UTC).getClass(),
                    t -> parts(t.toLocalDateTime(), t.getOffset(), t.getZone()),
                    ChronoValues::makeZoned)
            .add(ZoneRules.class, ZoneRulesState::take, ZoneRulesState::make)
            .add(
                    ZoneOffsetTransition.class,
                    t -> parts(t.getDateTimeBefore(), t.getOffsetBefore(), t.getOffsetAfter()),
                    p -> ZoneOffsetTransition.of((LocalDateTime) p[0], (ZoneOffset) p[1], (ZoneOffset) p[2]))
            .add(ZoneOffsetTransitionRule.class, ChronoValues::takeRule, ChronoValues::makeRule);

    private ChronoValues() {}

    private static @Nullable Object[] takeDate(ChronoLocalDate date) {
        return parts(date.getChronology(), date.toEpochDay());
    }

    private static Object makeDate(Object[] p) {
        return ((Chronology) p[0]).dateEpochDay((long) p[1]);
    }

    private static @Nullable Object[] takePeriod(ChronoPeriod period) {
        return parts(
                period.getChronology(), (int) period.get(ChronoUnit.YEARS), (int) period.get(ChronoUnit.MONTHS), (int)
                        period.get(ChronoUnit.DAYS));
    }

    private static Object makePeriod(Object[] p) {
        return ((Chronology) p[0]).period((int) p[1], (int) p[2], (int) p[3]);
    }

    /** In the hour that comes twice the offset tells which it is. */
    private static Object makeZoned(Object[] p) {
        ChronoZonedDateTime<?> first = ((ChronoLocalDateTime<?>) p[0]).atZone((ZoneId) p[2]);
        ChronoZonedDateTime<?> zoned = first.getOffset().equals(p[1]) ? first : first.withLaterOffsetAtOverlap();
        if (!zoned.getOffset().equals(p[1])) {
            throw new DateTimeException(zoned.getOffset().getId());
        }
        return zoned;
    }

    private static @Nullable Object[] takeRule(ZoneOffsetTransitionRule r) {
        return parts(
                r.getMonth(),
                r.getDayOfMonthIndicator(),
                r.getDayOfWeek(),
                r.getLocalTime(),
                r.isMidnightEndOfDay(),
                r.getTimeDefinition(),
                r.getStandardOffset(),
                r.getOffsetBefore(),
                r.getOffsetAfter());
    }

    private static Object makeRule(Object[] p) {
        return ZoneOffsetTransitionRule.of(
                (Month) p[0],
                (int) p[1],
                (DayOfWeek) p[2],
                (LocalTime) p[3],
                (boolean) p[4],
                (TimeDefinition) p[5],
                (ZoneOffset) p[6],
                (ZoneOffset) p[7],
                (ZoneOffset) p[8]);
    }
}
