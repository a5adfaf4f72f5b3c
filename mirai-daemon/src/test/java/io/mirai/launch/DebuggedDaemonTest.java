package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Link;
import io.mirai.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that a debugger stops. */
@Timeout(120)
class DebuggedDaemonTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void launch_suspendedUntilADebuggerComes_hasNoLimit() throws Exception {
        int port = Ports.free();
        String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + port;
        try (TestFleet fleet = TestFleet.open(java(), SHORT, DaemonSpec.DEFAULT.withJvmArgs(List.of(agent)))) {
            fleet.begin(0);
            VirtualMachine debugged = attach(port);
            // The limit of another, which came later, is over.
            try (TestFleet other = TestFleet.open(sleeping(), SHORT)) {
                other.begin(0);
                assertThat(other.next(other.failures).message()).contains("had not dialled in");
            }
            assertThat(fleet.failures).isEmpty();
            debugged.resume();
            Link link = fleet.next(fleet.links);
            debugged.suspend();
            debugged.resume();
            assertThat(fleet.call(link, () -> 42)).isEqualTo(42);
            debugged.dispose();
        }
    }

    private static VirtualMachine attach(int port) {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(Integer.toString(port));
        return await().atMost(TestFleet.DEADLINE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> connector.attach(arguments), machine -> true);
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path sleeping() throws IOException {
        Path script = Files.writeString(scratch.resolve("java"), "#!/bin/sh\nexec sleep 600\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
