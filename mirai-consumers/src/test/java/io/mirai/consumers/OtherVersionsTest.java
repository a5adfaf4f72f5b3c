package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What start() says of a class path that a build has put together of versions that do not work. */
@Timeout(120)
class OtherVersionsTest {

    private final Consumer plain = Consumer.of("plain");

    @Test
    void start_ofAnOlderRSocket_namesItAndWhatIsNeeded() throws Exception {
        assertRefused(
                "Mirai needs rsocket-core 1.1.4 or newer, but the class path has rsocket-core 1.1.3",
                "rsocket-core-1.1.3",
                "rsocket-transport-netty-1.1.3");
    }

    @Test
    void start_ofAnOlderTransport_namesItAndWhatIsNeeded() throws Exception {
        assertRefused(
                "Mirai needs rsocket-transport-netty 1.1.4 or newer, but the class path has rsocket-transport-netty 1.1.3",
                "rsocket-transport-netty-1.1.3");
    }

    @Test
    void start_ofAnOlderReactor_namesItAndWhatIsNeeded() throws Exception {
        assertRefused(
                "Mirai needs reactor-core 3.4.24 or newer, but the class path has reactor-core 3.3.22.RELEASE",
                "reactor-core-3.3.22.RELEASE");
    }

    @Test
    void start_ofAnOlderNetty_namesItAndWhatIsNeeded() throws Exception {
        assertRefused(
                "Mirai needs netty-buffer 4.1.118.Final or newer, but the class path has netty-buffer 4.1.117.Final",
                "netty-buffer-4.1.117.Final");
    }

    @Test
    void start_ofTwoLinesOfNetty_namesWhatIsMixed() throws Exception {
        assertRefused(
                "the class path mixes versions of Netty, and all of its jars must have one: import io.netty:netty-bom in"
                        + " your build. It has netty-common 4.2.18.Final, netty-buffer 4.1.137.Final",
                "netty-buffer-4.1.137.Final");
    }

    @Test
    void start_ofJarsOfOneLineThatLackEachOthersMethods_namesTheirVersions() throws Exception {
        assertRefused(
                "the libraries of the class path do not fit together (java.lang.NoSuchMethodError",
                "netty-common-4.2.9.Final");
    }

    /** Netty wants one version; where an older jar still finds what it calls, nobody is kept from working. */
    @Test
    void start_ofJarsOfOneLineThatFitTogether_works() throws Exception {
        assertThat(plain.runWith("netty-handler-4.2.9.Final"))
                .isEqualTo(new Consumer.Run(0, "[1, 4, 9] 50", List.of()));
    }

    private void assertRefused(String message, String... jars) throws Exception {
        Consumer.Run run = plain.runWith(jars);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors().get(0))
                .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: ")
                .contains(message)
                .doesNotContain("no host answers");
    }
}
