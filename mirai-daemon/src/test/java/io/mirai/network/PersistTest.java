package io.mirai.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonOptions;
import io.mirai.DaemonOptions.AutoExit;
import io.mirai.Daemons;
import io.mirai.daemon.end.ExitCode;
import io.mirai.testing.PastedDaemon;
import io.mirai.testing.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many persistent daemons outlive their hosts. How soon they find the next one is for a benchmark. */
@Timeout(300)
class PersistTest {

    private static final int DAEMONS = 20;
    private static final DaemonOptions SMALL =
            DaemonOptions.none().jvmArgs("-Xmx32m", "-XX:TieredStopAtLevel=1").autoExit(AutoExit.PERSIST);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void manyDaemons_findOneHostAfterTheOther() throws Exception {
        Daemons.Builder builder = Daemons.builder()
                .n(DAEMONS)
                .url("tls+tcp://127.0.0.1:" + Ports.free())
                .identity(scratch.resolve("identity"));
        List<PastedDaemon> daemons = new ArrayList<>();
        try {
            Daemons first = builder.start();
            String line = first.launchCommands(1, SMALL).get(0);
            for (int i = 0; i < DAEMONS; i++) {
                daemons.add(PastedDaemon.paste(line));
            }
            Set<Long> pids = pids(first);
            first.close();
            Daemons second = builder.start();
            assertThat(pids(second)).isEqualTo(pids);
            second.close();
            try (Daemons third = builder.start()) {
                assertThat(pids(third)).isEqualTo(pids);
                third.terminate();
            }
            for (PastedDaemon daemon : daemons) {
                assertThat(daemon.awaitExit()).as(daemon.said()).isEqualTo(ExitCode.DISMISSED.status());
            }
        } finally {
            daemons.forEach(PastedDaemon::close);
        }
    }

    /** Of all the daemons, once they are there. */
    private static Set<Long> pids(Daemons host) {
        await().atMost(DialInTest.DEADLINE.multipliedBy(3))
                .until(() -> host.status().connections() == DAEMONS);
        return host.everywhere(() -> ProcessHandle.current().pid()).collect().stream()
                .collect(Collectors.toUnmodifiableSet());
    }
}
