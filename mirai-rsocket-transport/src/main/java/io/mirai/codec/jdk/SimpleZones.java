package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.util.Arrays;
import java.util.Objects;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Time zones of java.util. A {@link SimpleTimeZone} has no getters for its rules, but prints them all,
 * in the order of its constructor's parameters.
 */
final class SimpleZones {

    private static final int DAY_OF_MONTH = 1;
    private static final int WEEKDAY_IN_MONTH = 2;
    private static final int WEEKDAY_AFTER = 3;

    private SimpleZones() {}

    static @Nullable Object[] takeKnown(TimeZone zone) {
        if (!TimeZone.getTimeZone(zone.getID()).hasSameRules(zone)) {
            throw new NotCarried(Texts.changedZone(zone.getID()));
        }
        return parts(zone.getID());
    }

    static @Nullable Object[] take(SimpleTimeZone zone) {
        String beforeRules = zone.getClass().getName() + "[id=" + zone.getID();
        int[] rules = Arrays.stream(zone.toString()
                        .substring(beforeRules.length())
                        .replaceAll("=true", "=1")
                        .replaceAll("=false", "=0")
                        .split("[^-0-9]+"))
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        @Nullable Object[] parts = parts(zone.getID(), rules);
        if (!make(parts).equals(zone)) {
            throw new NotCarried(Texts.changedZone(zone.getID()));
        }
        return parts;
    }

    /** Offset, saving, whether it saves, first year; then mode, month, day, weekday, time and its mode, of start and end. */
    static Object make(@Nullable Object[] p) {
        String id = (String) p[0];
        int[] r = (int[]) Objects.requireNonNull(p[1]);
        SimpleTimeZone zone = r[2] == 0
                ? new SimpleTimeZone(r[0], id)
                : new SimpleTimeZone(
                        r[0],
                        id,
                        r[5],
                        day(r[4], r[6]),
                        weekday(r[4], r[7]),
                        r[8],
                        r[9],
                        r[11],
                        day(r[10], r[12]),
                        weekday(r[10], r[13]),
                        r[14],
                        r[15],
                        r[1]);
        if (r[2] != 0) {
            zone.setStartYear(r[3]);
        }
        return zone;
    }

    /** The constructor tells the modes by signs. */
    private static int day(int mode, int day) {
        return mode <= WEEKDAY_AFTER ? day : -day;
    }

    private static int weekday(int mode, int weekday) {
        if (mode == DAY_OF_MONTH) {
            return 0;
        }
        return mode == WEEKDAY_IN_MONTH ? weekday : -weekday;
    }
}
