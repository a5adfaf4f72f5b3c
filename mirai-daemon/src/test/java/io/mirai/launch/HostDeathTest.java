package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDeathTest {

    /** Ten times the second that is promised. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void killedHost_leavesNoDaemonWhateverItDoes() throws Exception {
        Process host = HostJvm.under(List.of(), List.of(), HostProgram.class, scratch.toString())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            Path directory = Path.of(String.valueOf(out.readLine()));
            List<Long> pids = pids(out);
            // With the children of three tasks.
            assertThat(pids).hasSize(HostProgram.DAEMONS + 3);
            List<ProcessHandle> left =
                    pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
            assertThat(directory).isDirectory();

            host.destroyForcibly();

            await().atMost(DEADLINE).until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(directory).doesNotExist();
        } finally {
            host.destroyForcibly();
        }
    }

    private static List<Long> pids(BufferedReader out) throws Exception {
        List<Long> pids = new ArrayList<>();
        for (String line = out.readLine(); line != null && !line.equals("ready"); line = out.readLine()) {
            pids.add(Long.valueOf(line));
        }
        return pids;
    }
}
