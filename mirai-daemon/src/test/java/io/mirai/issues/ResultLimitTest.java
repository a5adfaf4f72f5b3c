package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.Daemons;
import io.mirai.ErrorCode;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiTooLarge;
import io.mirai.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that are longer than the host takes. */
@Timeout(120)
class ResultLimitTest {

    private static final int LIMIT = 1_000_000;

    @Test
    void result_overTheLimit_failsItsTaskAlone() {
        try (Daemons daemons = Daemons.builder().n(1).maxResultBytes(LIMIT).start()) {
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            assertThat(daemons.mirai(() -> new byte[LIMIT - 100]).collect()).hasSize(LIMIT - 100);
            MiraiException error = errorOf(daemons.mirai(() -> new byte[LIMIT + 1]));
            assertThat(error)
                    .isInstanceOf(MiraiTooLarge.class)
                    .hasMessageMatching("task \\d+ ended on daemon 0: .*limit of 1,000,000 bytes.*maxResultBytes.*");
            assertThat(error.code()).isEqualTo(ErrorCode.TOO_LARGE);
            assertThat(daemons.mirai(() -> ProcessHandle.current().pid()).collect())
                    .isEqualTo(pid);
        }
    }

    @Test
    void failure_isTold_howeverSmallTheLimit() {
        try (Daemons daemons = Daemons.builder().n(1).maxResultBytes(10).start()) {
            Mirai<Object> fails = daemons.mirai(() -> {
                throw new IllegalStateException("x".repeat(1_000));
            });
            assertThat(errorOf(fails))
                    .isInstanceOf(MiraiError.class)
                    .hasMessageContaining("IllegalStateException: xxx");
            assertThat(errorOf(daemons.mirai(() -> "longer than ten bytes"))).isInstanceOf(MiraiTooLarge.class);
        }
    }

    @Test
    void failure_thatIsEndless_isBounded() {
        try (Daemons daemons = Daemons.builder().n(1).maxResultBytes(LIMIT).start()) {
            Mirai<Object> fails = daemons.mirai(() -> {
                IllegalStateException root = new IllegalStateException("root");
                for (int i = 0; i < 250; i++) {
                    root.addSuppressed(new IllegalStateException("é…".repeat(40_000)));
                }
                throw root;
            });
            assertThat(errorOf(fails)).isInstanceOf(MiraiError.class).hasMessageContaining("IllegalStateException");
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
        }
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.call().data()).error();
    }
}
