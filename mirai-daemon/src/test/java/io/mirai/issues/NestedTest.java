package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.Daemons;
import io.mirai.MiraiError;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that are hosts themselves. */
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

    // ---- How deep, how many ----

    @Test
    void daemons_threeLevelsDeep_work() {
        assertThat(descend(3)).isEqualTo(3);
        assertNothingIsLeft();
    }

    @Test
    void daemons_fourLevelsDeep_areRefused() {
        assertThatThrownBy(() -> descend(4))
                .isInstanceOf(MiraiError.class)
                .hasMessageContaining(
                        "this JVM is itself a daemon at level 3, and at most 3 may stand one above the other");
        assertNothingIsLeft();
    }

    @Test
    void profile_ofADaemon_hasEightDaemonsAtMost() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(NestedTest::refusalOfNine).collect())
                    .contains("profiles may have at most 8 daemons each, but 9 were asked for");
            assertThat(daemons.mirai(NestedTest::refusalOfOneMore).collect())
                    .contains("profiles may have at most 8 daemons each, but 9 were asked for");
        }
        assertNothingIsLeft();
    }

    @Test
    void profile_inAStaticField_startsNothingUntilItsFirstTask() {
        try (Daemons daemons = Daemons.local(1)) {
            assertThat(daemons.mirai(() -> Pool.DAEMONS.status().connections()).collect())
                    .isZero();
            assertThat(daemons.mirai(() ->
                                    Pool.DAEMONS.mirai(() -> 42).call().data().toString())
                            .collect())
                    .contains("at most 8 daemons", "16");
        }
    }

    /** As in the class of a task. */
    private static final class Pool {

        private static final Daemons DAEMONS = Daemons.local(16);
    }

    private static int descend(int levels) {
        if (levels == 0) {
            return 0;
        }
        try (Daemons below = Daemons.local(1)) {
            return 1 + below.mirai(() -> descend(levels - 1)).collect();
        }
    }

    private static String refusalOfNine() {
        try (Daemons inner = Daemons.local(9)) {
            Outcome<Integer> outcome = inner.mirai(() -> 1).call().data();
            MiraiReset reset = (MiraiReset) ((Outcome.Failure<Integer>) outcome).error();
            return reset.reason() + ": " + reset.getMessage();
        }
    }

    private static String refusalOfOneMore() {
        try (Daemons inner = Daemons.local(1)) {
            inner.mirai(() -> 1).collect();
            inner.launchLocal(8);
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void assertNothingIsLeft() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty());
    }
}
