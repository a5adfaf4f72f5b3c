package io.mirai.daemon.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteStackTest {

    private static final StackTraceElement USER = frame(null, "com.example.Job");
    private static final StackTraceElement USER_BELOW_OURS = frame(null, "io.mirai.sample.Job");
    private static final StackTraceElement ADAPTER = frame("app", "io.mirai.Daemons");
    private static final StackTraceElement WORKER = frame("app", Evaluation.class.getName());
    private static final StackTraceElement THREAD = frame(null, "java.lang.Thread");

    @Test
    void cut_leavesTheFramesOfTheTask() {
        Exception thrown = thrown(USER, USER_BELOW_OURS, ADAPTER, WORKER, WORKER, THREAD);
        RemoteStack.cut(thrown);
        assertThat(thrown.getStackTrace()).containsExactly(USER, USER_BELOW_OURS);
    }

    @Test
    void cut_ofOurApiInTheMiddle_keepsIt() {
        Exception thrown = thrown(USER, ADAPTER, USER, WORKER, THREAD);
        RemoteStack.cut(thrown);
        assertThat(thrown.getStackTrace()).containsExactly(USER, ADAPTER, USER);
    }

    @Test
    void cut_onAThreadOfTheUser_changesNothing() {
        Exception thrown = thrown(USER, THREAD);
        RemoteStack.cut(thrown);
        assertThat(thrown.getStackTrace()).containsExactly(USER, THREAD);
    }

    @Test
    void cut_reachesCausesAndSuppressedAlsoInACycle() {
        Exception thrown = thrown(USER, WORKER);
        Exception cause = thrown(USER, USER, WORKER);
        Exception suppressed = thrown(USER, USER, USER, WORKER);
        thrown.initCause(cause);
        cause.initCause(thrown);
        cause.addSuppressed(suppressed);
        RemoteStack.cut(thrown);
        assertThat(thrown.getStackTrace()).hasSize(1);
        assertThat(cause.getStackTrace()).hasSize(2);
        assertThat(suppressed.getStackTrace()).hasSize(3);
    }

    @Test
    void cut_ofAThrowableWhoseMethodsThrow_cutsWhatItCan() {
        Exception thrown = new Exception("x") {
            @Override
            public synchronized Throwable getCause() {
                throw new AssertionError("no cause for you");
            }
        };
        thrown.setStackTrace(new StackTraceElement[] {USER, WORKER});
        RemoteStack.cut(thrown);
        assertThat(thrown.getStackTrace()).containsExactly(USER);
    }

    private static Exception thrown(StackTraceElement... frames) {
        Exception thrown = new Exception("x");
        thrown.setStackTrace(frames);
        return thrown;
    }

    private static StackTraceElement frame(@Nullable String loader, String className) {
        return new StackTraceElement(loader, null, null, className, "call", null, 1);
    }
}
