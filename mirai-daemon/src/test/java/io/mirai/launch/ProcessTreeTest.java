package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Process> started = new ArrayList<>();
    private final ProcessTree tree = new ProcessTree();

    @AfterEach
    void kill() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void below_childrenAndTheirChildren_namesThemForEachAlone() throws Exception {
        Process one = start("sleep 600 & sh -c 'sleep 600 & sleep 600'", 4);
        Process other = start("sleep 600 & sleep 600", 2);

        assertThat(tree.below(one.pid())).containsExactlyInAnyOrderElementsOf(handles(one));
        assertThat(tree.below(other.pid())).containsExactlyInAnyOrderElementsOf(handles(other));
    }

    @Test
    void below_startedAfterTheFirstQuestion_isNotThere() throws Exception {
        Process one = start("sleep 600 & sleep 600", 2);
        assertThat(tree.below(one.pid())).hasSize(2);

        Process late = start("sleep 600 & sleep 600", 2);

        assertThat(tree.below(late.pid())).isEmpty();
        assertThat(new ProcessTree().below(late.pid())).hasSize(2);
    }

    private Process start(String script, int processes) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", script + "; :").start();
        started.add(shell);
        await().atMost(DEADLINE).until(() -> shell.descendants().count() == processes);
        return shell;
    }

    private static List<ProcessHandle> handles(Process process) {
        return process.descendants().toList();
    }
}
