package io.mirai.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DaemonCommandTest {

    private static DaemonSpec parsed(List<String> options) {
        DaemonCommand command = new DaemonCommand();
        new CommandLine(command)
                .parseArgs(Stream.concat(Stream.of("tcp://127.0.0.1:1"), options.stream())
                        .toArray(String[]::new));
        return command.daemon();
    }

    static Stream<DaemonSpec> specs() {
        return Stream.of(
                DaemonSpec.DEFAULT,
                DaemonSpec.DEFAULT
                        .withThreads(8)
                        .withOutput(true)
                        .withLimits(new DaemonLimits(5, Duration.ofSeconds(90), Duration.ofHours(3), 2))
                        .withCleanup(new Cleanup(13))
                        .withHostGone(new HostGone(AutoExit.PERSIST, "")),
                DaemonSpec.DEFAULT.withHostGone(new HostGone(AutoExit.FINISH, "")),
                DaemonSpec.DEFAULT.withHostGone(HostGone.raising("SIGINT")));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void arguments_ofADaemon_areReadAsTheyWereWritten(DaemonSpec daemon) {
        assertThat(parsed(DaemonArguments.of(daemon))).isEqualTo(daemon);
    }

    @Test
    void arguments_ofADefault_areNone() {
        assertThat(DaemonArguments.of(DaemonSpec.DEFAULT)).isEmpty();
    }
}
