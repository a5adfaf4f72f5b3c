package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebuggerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void mayStop_knowsTheAgentInAnyForm() throws IOException {
        Path file = Files.writeString(scratch.resolve("args"), "-Xint\n-agentlib:jdwp=transport=dt_socket,server=y\n");
        for (String argument : List.of(
                "-agentlib:jdwp=transport=dt_socket",
                "-Xrunjdwp:transport=dt_socket",
                "-agentpath:/usr/lib/jvm/lib/libjdwp.so=server=y",
                "@" + file)) {
            assertThat(Debugger.mayStop(List.of("-Xmx64m", argument)))
                    .as(argument)
                    .isTrue();
        }
        for (String argument :
                List.of("-Xdebug", "-Dname=-agentlib:jdwp", "-agentlib:hprof", "@" + scratch + "/none")) {
            assertThat(Debugger.mayStop(List.of(argument))).as(argument).isFalse();
        }
    }
}
