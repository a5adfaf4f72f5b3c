package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.testing.OtherJava;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Surroundings;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Daemons whose Java, language, time zone and encoding are not the host's: values arrive equal, both ways. Where the build runs on Java 17 the
 * other one is 25, and the reverse.
 */
@Tag("jdk")
class OtherSurroundingsTest {

    private static final String TEXT = "Iıİi grün € 漢字 \uD83D\uDE80";

    enum Side {
        LEFT,
        RIGHT
    }

    record Line(String text, Side side, List<Integer> numbers) {}

    @Test
    void valuesOfAnotherJava_areEqual() throws Exception {
        try (Daemons daemons = host();
                PastedDaemon daemon =
                        PastedDaemon.paste(line(daemons), Surroundings.here().java(OtherJava.find()))) {
            assertThat(daemons.mirai(() -> Runtime.version().feature()).block(DialInTest.DEADLINE))
                    .isNotEqualTo(Runtime.version().feature());
            assertValuesArrive(daemons);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    /** In which the capital of i is none of ASCII. */
    @Test
    void valuesOfATurkishDaemon_areEqual() throws Exception {
        try (Daemons daemons = host();
                PastedDaemon daemon = PastedDaemon.paste(line(daemons, "-Duser.language=tr", "-Duser.country=TR"))) {
            assertThat(daemons.mirai(() -> "I".toLowerCase(Locale.getDefault())).block(DialInTest.DEADLINE))
                    .isEqualTo("ı");
            assertValuesArrive(daemons);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void valuesOfAnotherTimeZone_areEqual() throws Exception {
        try (Daemons daemons = host();
                PastedDaemon daemon =
                        PastedDaemon.paste(line(daemons), Surroundings.here().with("TZ", "Asia/Kolkata"))) {
            assertThat(daemons.mirai(() -> ZoneId.systemDefault().getId()).block(DialInTest.DEADLINE))
                    .isIn("Asia/Kolkata", "Asia/Calcutta");
            assertValuesArrive(daemons);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void valuesOfADaemonThatHasOnlyAscii_areEqual() throws Exception {
        try (Daemons daemons = host();
                PastedDaemon daemon =
                        PastedDaemon.paste(line(daemons), Surroundings.here().with("LC_ALL", "C"))) {
            assertThat(daemons.mirai(() -> Charset.forName(System.getProperty("native.encoding"))
                                    .newEncoder()
                                    .canEncode('€'))
                            .block(DialInTest.DEADLINE))
                    .isFalse();
            assertValuesArrive(daemons);
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    private static Daemons host() {
        return Daemons.builder().n(1).url("tls+tcp://127.0.0.1:0").start();
    }

    /** With an option for every kind of word that the command reads. */
    private static String line(Daemons daemons, String... jvmArgs) {
        DaemonOptions options = DaemonOptions.none()
                .jvmArgs(jvmArgs)
                .autoExit(AutoExit.PERSIST)
                .threads(2)
                .idleTime(Duration.ofMinutes(10));
        return daemons.launchCommands(1, options).get(0);
    }

    private static void assertValuesArrive(Daemons daemons) {
        for (Object value : values()) {
            assertThat(daemons.mirai(() -> value).block(DialInTest.DEADLINE)).isEqualTo(value);
            assertThat(daemons.mirai(() -> isAmongOurs(value)).block(DialInTest.DEADLINE))
                    .as("equal over there: %s", value)
                    .isTrue();
        }
        assertThat(daemons.mirai(OtherSurroundingsTest::values).block(DialInTest.DEADLINE))
                .isEqualTo(values());
        assertThat(daemons.map(List.of(TEXT, "I"), text -> text + TEXT).collect())
                .isEqualTo(List.of(TEXT + TEXT, "I" + TEXT));
        String large = TEXT.repeat(100_000);
        assertThat(daemons.mirai(() -> large + "!").block(DialInTest.DEADLINE)).isEqualTo(large + "!");
        assertThatThrownBy(() -> daemons.mirai(() -> {
                            throw new IllegalStateException(TEXT);
                        })
                        .block(DialInTest.DEADLINE))
                .hasMessageContaining(TEXT)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    /** Runs on the daemon. */
    private static boolean isAmongOurs(Object value) {
        return values().contains(value);
    }

    /** The same wherever they are made. */
    @SuppressWarnings("JavaUtilDate") // it is used all the same
    private static List<Object> values() {
        ZoneId zone = ZoneId.of("America/St_Johns");
        Map<Side, Integer> sides = new EnumMap<>(Map.of(Side.RIGHT, 1));
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("İ", List.of(1, 2L, 3.5, 'ı'));
        nested.put("I", new HashMap<>(Map.of("i", Set.of(TEXT))));
        Map<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("TITLE", 1);
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.CHINA);
        calendar.setFirstDayOfWeek(Calendar.TUESDAY); // of a locale each Java has its own opinion
        calendar.setMinimalDaysInFirstWeek(3);
        calendar.setTimeInMillis(1_700_000_000_000L);
        return new ArrayList<>(Arrays.asList(
                TEXT,
                new Line(TEXT, Side.LEFT, List.of(1, 2)),
                Side.RIGHT,
                sides,
                nested,
                anyCase,
                new BigDecimal("1234.50"),
                new Date(1_700_000_000_000L),
                calendar,
                Instant.ofEpochSecond(1_700_000_000, 17),
                LocalDateTime.of(2026, 3, 29, 2, 30),
                ZonedDateTime.of(2026, 11, 1, 1, 30, 0, 0, zone),
                zone,
                TimeZone.getTimeZone("Europe/Dublin"),
                new SimpleTimeZone(5_400_000, "odd"),
                Locale.forLanguageTag("tr-TR-u-nu-latn"),
                Currency.getInstance("TRY"),
                UUID.fromString("00000000-0000-4000-8000-00000000001f"),
                BitSet.valueOf(new long[] {5}),
                Optional.of("I"),
                Charset.forName("windows-1254")));
    }
}
