package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Arguments that no command line takes. */
@Tag("jdk")
class LongCommandTest {

    private static final String ODD = "a b\t\"quoted\" 'too' \\back\\\\slash\\ #no comment @file $HOME %PATH% ";

    @Test
    void argumentLongerThanTheSystemTakes_reachesTheDaemon_letterByLetter() {
        String longOne = ODD.repeat(3_000);
        try (Daemons daemons = Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().jvmArgs("-Dlong=" + longOne, "-Dshort=" + ODD))
                .start()) {
            assertThat(daemons.mirai(() -> System.getProperty("long")).collect())
                    .isEqualTo(longOne);
            assertThat(daemons.mirai(() -> System.getProperty("short")).collect())
                    .isEqualTo(ODD);
        }
    }

    @Test
    void shortArgument_reachesTheDaemon_letterByLetter() {
        try (Daemons daemons = Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().jvmArgs("-Dshort=" + ODD))
                .start()) {
            assertThat(daemons.mirai(() -> System.getProperty("short")).collect())
                    .isEqualTo(ODD);
        }
    }
}
