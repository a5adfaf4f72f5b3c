package io.mirai.launch.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobStateTest {

    @Test
    void lines_areReadByTheirIds_andOthersLeftOut() {
        Map<String, JobState> states = JobState.parse(List.of(
                "squeue: warning: something",
                "12_0|RUNNING|0|None|node7|",
                "12_1|PENDING|0|Resources||",
                "12_2|FAILED|32512|NonZeroExitCode|node8|",
                "12_3|CANCELLED|9|None|node8|"));
        assertThat(states).containsOnlyKeys("12_0", "12_1", "12_2", "12_3");
        assertThat(states.get("12_0")).returns(true, JobState::isRunning).returns("node7", JobState::node);
        assertThat(states.get("12_1")).returns(true, JobState::isWaiting).returns(false, JobState::isRunning);
        assertThat(states.get("12_2"))
                .returns(false, JobState::isRunning)
                .returns("FAILED (exit status 127, NonZeroExitCode)", JobState::end);
        assertThat(states.get("12_3")).returns("CANCELLED (signal 9)", JobState::end);
    }
}
