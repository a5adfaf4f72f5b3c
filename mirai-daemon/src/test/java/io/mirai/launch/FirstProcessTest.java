package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that is the first process of its machine, as in a container without an init. */
@Timeout(120)
class FirstProcessTest {

    private static final List<String> OWN_PROCESSES = List.of("unshare", "-Urpf", "--mount-proc", "--kill-child");

    @Test
    void hostAsFirstProcess_runsAndReplacesItsDaemons() throws Exception {
        skipUnlessPossible();
        List<String> said = HostJvm.run(HostJvm.under(OWN_PROCESSES, List.of(), FirstProcess.class))
                .lines()
                .toList();
        assertThat(said).hasSize(5).startsWith("1", "42").endsWith("43", "daemons 0");
        assertThat(said.get(2)).contains("Failure", "signal 9");
    }

    private static void skipUnlessPossible() throws Exception {
        List<String> command = new ArrayList<>(OWN_PROCESSES);
        command.add("true");
        Process probe = new ProcessBuilder(command).redirectErrorStream(true).start();
        String why = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        HostJvm.skipUnless(probe.waitFor() == 0, "no processes of its own can be had here: " + why);
    }
}
