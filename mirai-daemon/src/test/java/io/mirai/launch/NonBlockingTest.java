package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NonBlockingTest {

    /** By BlockHound, whose agent wants a JVM of its own. */
    @Test
    void lifeOfAProfile_onThreadsThatMayNotBlock_blocksNone() throws Exception {
        ProcessBuilder host = HostJvm.under(
                List.of(),
                List.of("-XX:+AllowRedefinitionToAddDeleteMethods", "-XX:-PrintWarnings", "-Xshare:off"),
                NonBlockingHost.class);
        assertThat(HostJvm.run(host)).isEqualTo("sum 42");
    }
}
