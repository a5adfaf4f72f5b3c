package io.mirai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.dispatch.TaskLimits;
import io.mirai.spi.DaemonLimits;
import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What options refuse, and how they say it. */
class OptionsTest {

    private final Daemons.Builder builder = Daemons.builder();
    private final DaemonOptions options = DaemonOptions.none();

    @Test
    void builder_saysWhatItRefuses() {
        refused(() -> builder.n(0), "the number of daemons must be at least 1, but is 0");
        refused(() -> builder.maxResultBytes(0), "maxResultBytes must be at least 1, but is 0");
        refused(
                () -> builder.allow(""),
                "allow(\"\") would allow every class; name a package as \"com.example.\", or classes");
    }

    @Test
    void launchLocal_saysWhatItRefuses() {
        InMemoryProfile profile = InMemoryProfile.online(1);
        refused(() -> profile.daemons.launchLocal(0), "the number of daemons must be at least 1, but is 0");
        assertThat(profile.fleet.launching()).isEmpty();
    }

    @Test
    void limits_thatAreLongerThanAnyClockRunsAreAsGoodAsNone() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        TaskLimits task =
                TaskOptions.none().timeout(endless).queueTimeout(endless).spec().limits();
        DaemonLimits daemon = options.idleTime(endless).wallTime(endless).spec().limits();
        assertThat(Arrays.asList(task.total(), task.inQueue(), daemon.idleTime(), daemon.wallTime()))
                .allMatch(limit -> limit.toNanos() > 0 && System.nanoTime() + limit.toNanos() > 0);
        InMemoryProfile profile = InMemoryProfile.online(1);
        Mirai<Object> mirai = profile.submit(TaskOptions.none().timeout(endless).queueTimeout(endless));
        profile.answer(0, mirai, 1);
        assertThat(mirai.collect()).isEqualTo(1);
    }

    @Test
    void threads_saysItsBounds() {
        refused(() -> options.threads(0), "threads must be between 1 and 1024, but is 0");
        refused(() -> options.threads(1025), "threads must be between 1 and 1024, but is 1025");
    }

    @Test
    void jvmArgs_tellsASlipFromAnOption() {
        refused(() -> options.jvmArgs("Xmx2g"), "jvmArgs: 'Xmx2g' is no option of the JVM; each begins with '-'");
        refused(
                () -> options.jvmArgs("-Da=b", "-cp", "x.jar"),
                "jvmArgs: -cp is not the user's to set on a daemon; classes for tasks go into classPath(…)");
        refused(
                () -> options.jvmArgs("--module-path=mods"),
                "jvmArgs: --module-path is not the user's to set on a daemon; classes for tasks go into classPath(…)");
        refused(
                () -> options.jvmArgs("--add-modules", "a", "b"),
                "jvmArgs: 'b' is no option of the JVM; each begins with '-'");
        assertThat(options.jvmArgs("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xmx1g")
                        .spec()
                        .jvmArgs())
                .containsExactly("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xmx1g");
    }

    @Test
    void classPath_refusesAnEmptyEntry() {
        refused(
                () -> options.classPath("lib/a.jar", ""),
                "classPath: an entry is empty, which would mean the working directory; write \".\" for that");
        assertThat(options.classPath("lib/a.jar").spec().classPath()).containsExactly("lib/a.jar");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
