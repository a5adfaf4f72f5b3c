package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's project gets: one version of each library, and daemons that work. */
@Timeout(120)
class ConsumersTest {

    @ParameterizedTest
    @ValueSource(strings = "plain")
    void classPath_hasOneVersionOfEachLibrary(String project) throws Exception {
        assertThat(Consumer.of(project).versions()).isNotEmpty().allSatisfy((library, versions) -> assertThat(versions)
                .hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = "plain")
    void tasks_runAndStandardErrorIsClean(String project) throws Exception {
        Consumer.Run run = Consumer.of(project).run("com.example.Main");
        assertThat(run).isEqualTo(new Consumer.Run(0, "[1, 4, 9] 50", java.util.List.of()));
    }
}
