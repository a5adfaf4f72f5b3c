package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it changes what is set for the whole JVM")
class SettingsTest {

    @Test
    void restore_bringsAllOfThemBack() {
        Settings before = Settings.now();
        Properties mine = new Properties();
        mine.setProperty("only", "this");
        try {
            System.setProperties(mine);
            Locale.setDefault(Locale.KOREA);
            Locale.setDefault(Locale.Category.FORMAT, Locale.ITALY);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
            Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
            assertThat(Settings.now()).isNotEqualTo(before);
        } finally {
            before.restore();
        }
        assertThat(Settings.now()).isEqualTo(before);
        assertThat(System.getProperty("only")).isNull();
    }

    @Test
    void restore_canBeDoneAgain() {
        Settings before = Settings.now();
        for (int i = 0; i < 2; i++) {
            System.setProperty("io.mirai.test", "set");
            before.restore();
            assertThat(System.getProperty("io.mirai.test")).isNull();
        }
    }
}
