package io.mirai.launch.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShortCommandTest {

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    private ShortCommand.Result run(String input, String... command) throws Exception {
        CompletableFuture<ShortCommand.Result> result = new CompletableFuture<>();
        ShortCommand.run(List.of(command), input, thread, result::complete);
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void lines_areThoseOfBothStreams() throws Exception {
        assertThat(run("in\n", "sh", "-c", "cat; echo err >&2"))
                .isEqualTo(new ShortCommand.Result("", List.of("in", "err")));
    }

    @Test
    void failure_isSaidWithWhatItSaid() throws Exception {
        assertThat(run("", "sh", "-c", "echo why; exit 4").problem())
                .isEqualTo("sh ended with exit status 4; it said:\n  why");
        assertThat(run("", "false").problem()).isEqualTo("false ended with exit status 1; it said nothing");
    }

    @Test
    void commandThatIsNotThere_isSaid() throws Exception {
        assertThat(run("", "no-such-sbatch").problem())
                .startsWith("no-such-sbatch cannot be started: ")
                .endsWith("; this host has to run where the commands of Slurm are, such as a login node");
    }
}
