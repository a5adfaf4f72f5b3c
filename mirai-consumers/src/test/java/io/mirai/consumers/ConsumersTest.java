package io.mirai.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's project gets: one version of each library, and daemons that work. */
@Timeout(120)
class ConsumersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "bom", "spring-boot-3.5", "spring-boot-4.1", "own-netty", "own-kryo", "kotlin", "scala"
            })
    void tasks_runOnOneVersionOfEachLibrary(String project) throws Exception {
        Consumer consumer = Consumer.of(project);
        assertThat(consumer.versions()).isNotEmpty().allSatisfy((library, versions) -> assertThat(versions)
                .as(library)
                .hasSize(1));
        assertThat(consumer.run()).isEqualTo(new Consumer.Run(0, "[1, 4, 9] 50", List.of()));
    }
}
