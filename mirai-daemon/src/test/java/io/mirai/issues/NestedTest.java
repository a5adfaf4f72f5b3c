package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that are hosts themselves. */
@Tag("jdk")
@Timeout(120)
class NestedTest {

    private record Answer(int value) {}

    @Test
    void task_thatStartsDaemons_findsTheUsersClassesThere() {
        try (Daemons daemons = Daemons.local(1)) {
            Answer answer = daemons.mirai(() -> {
                        try (Daemons inner = Daemons.local(1)) {
                            return inner.mirai(() -> new Answer(42)).collect();
                        }
                    })
                    .collect();
            assertThat(answer).isEqualTo(new Answer(42));
        }
    }

    @Test
    void classPathOfATask_isTheHosts() {
        try (Daemons daemons = Daemons.local(1)) {
            String there =
                    daemons.mirai(() -> System.getProperty("java.class.path")).collect();
            assertThat(there).contains("test-classes").doesNotContain("file:");
        }
    }

    @Test
    void stackOfATask_namesNoLoader() {
        try (Daemons daemons = Daemons.local(1)) {
            String frame = daemons.mirai(() -> new Throwable().getStackTrace()[0].toString())
                    .collect();
            assertThat(frame).startsWith("io.mirai.issues.NestedTest.lambda$");
        }
    }
}
