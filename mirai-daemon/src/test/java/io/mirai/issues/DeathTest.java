package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.Task;
import io.mirai.testing.Signals;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which a task may take its daemon with it: the error names each, and the next tasks run. */
@Tag("jdk")
@Timeout(180)
class DeathTest {

    @TempDir
    Path directory;

    // ---- By a signal, or by its own will ----

    @ParameterizedTest
    @CsvSource({
        "KILL, 137, ended by signal 9",
        "TERM, 143, SIGTERM while running task",
        "HUP,  129, SIGHUP while running task",
        "SEGV, 134, its JVM crashed: SIGSEGV"
    })
    void signal_isNamed(String signal, int status, String words) throws Exception {
        assumeFalse(Signals.isIgnored(status - 128), () -> "skipped: this process ignores SIG" + signal);
        try (Daemons daemons = Daemons.local(1)) {
            String begun = directory.resolve("begun").toString();
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            Mirai<Object> running = daemons.mirai(() -> {
                Files.writeString(Path.of(begun), "");
                while (true) {
                    Thread.onSpinWait();
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(Path.of(begun)));
            List<Mirai<Integer>> queued = queue(daemons);
            signal(signal, pid);
            assertReset(running, status).hasMessageContaining(words);
            assertServed(daemons, queued);
        }
    }

    @Test
    void exitAndHalt_areNamed() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Object> exits = daemons.mirai(() -> {
                System.exit(7);
                return null;
            });
            Mirai<Object> halts = daemons.mirai(() -> {
                Runtime.getRuntime().halt(8);
                return null;
            });
            List<Mirai<Integer>> queued = queue(daemons);
            assertReset(exits, 7).hasMessageContaining("System.exit was called by mirai-0-0 task");
            assertReset(halts, 8).hasMessageContaining("exited with status 8");
            assertServed(daemons, queued);
        }
    }

    @Test
    void crash_isNamedWithItsFrame() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Object> crashes = daemons.mirai(() -> {
                writeToAddressZero();
                return null;
            });
            List<Mirai<Integer>> queued = queue(daemons);
            assertReset(crashes, 134)
                    .hasMessageContaining("its JVM crashed: SIGSEGV (0xb) at pc=")
                    .hasMessageContaining(", in V [libjvm.so+")
                    .hasMessageContaining("Unsafe");
            assertServed(daemons, queued);
        }
    }

    // ---- By want of something ----

    @Test
    void heap_thatIsFull_isNamed() {
        assertOutOfMemory("-Xmx64m", () -> {
            Object all = "";
            while (true) {
                all = new Object[] {all, new long[1_000]};
            }
        });
    }

    @Test
    void heap_thatIsFullWhileTheResultIsEncoded_isNamed() {
        Mirai<Object> greedy;
        try (Daemons daemons = with("-Xmx64m")) {
            greedy = daemons.mirai(() -> new byte[40 << 20]);
            List<Mirai<Integer>> queued = queue(daemons);
            assertThat(errorOf(greedy)).hasMessageContaining("OutOfMemoryError");
            assertServed(daemons, queued);
        }
    }

    @Test
    void heap_thatStaysFull_isNamed() {
        try (Daemons daemons = with("-Xmx64m")) {
            Mirai<Object> greedy = daemons.mirai(() -> {
                while (true) {
                    Hoard.fill();
                }
            });
            List<Mirai<Integer>> queued = queue(daemons);
            assertThat(errorOf(greedy).getMessage())
                    .containsAnyOf("OutOfMemoryError", "too little memory was left", "of its heap were in use");
            assertServed(daemons, queued);
        }
    }

    @Test
    void metaspace_thatIsFull_isNamed() {
        assertOutOfMemory("-XX:MaxMetaspaceSize=48m", () -> {
            Object all = "";
            URL[] none = {};
            while (true) {
                ClassLoader loader = new URLClassLoader(none, DeathTest.class.getClassLoader());
                Class<?>[] interfaces = {Callable.class, Map.class};
                all = new Object[] {all, Proxy.newProxyInstance(loader, interfaces, (proxy, method, args) -> null)};
            }
        });
    }

    @Test
    void stack_thatIsFull_failsTheTaskOnly() {
        try (Daemons daemons = Daemons.local(1)) {
            for (int i = 0; i < 3; i++) {
                Mirai<Integer> deep = daemons.mirai(() -> deeper(0));
                assertThat(errorOf(deep))
                        .isInstanceOf(MiraiError.class)
                        .hasMessageContaining("java.lang.StackOverflowError");
                assertThat(daemons.mirai(() -> DaemonContext.current().instance())
                                .collect())
                        .isEqualTo(1);
            }
        }
    }

    // ---- By an interrupt in a class initialiser ----

    @Test
    void initialiser_thatIsStopped_spoilsItsClassForNobodyElse() {
        String begun = directory.resolve("begun").toString();
        String swallowed = directory.resolve("swallowed").toString();
        try (Daemons daemons = Daemons.local(1)) {
            stopOnceBegun(daemons.mirai(() -> slow(begun)), begun);
            assertThat(daemons.mirai(() -> slow(begun)).collect()).isEqualTo(42);
            stopOnceBegun(daemons.mirai(() -> swallowing(swallowed)), swallowed);
            assertThat(daemons.mirai(() -> swallowing(swallowed)).collect()).isEqualTo(42);
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .as("replaced twice")
                    .isEqualTo(3);
        }
    }

    private static int slow(String begun) {
        Begun.file = begun;
        return Slow.value();
    }

    private static int swallowing(String begun) {
        Begun.file = begun;
        return Swallowing.value();
    }

    private static void stopOnceBegun(Mirai<?> mirai, String begun) {
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(Path.of(begun)));
        mirai.stop();
    }

    /** What the initialisers below are told, which have no arguments. */
    private static final class Begun {

        private static volatile String file = "";

        /** Takes for ever where nobody has begun yet. */
        static int sleepUnlessBegun() throws Exception {
            if (!Files.exists(Path.of(file))) {
                Files.createFile(Path.of(file));
                Thread.sleep(Long.MAX_VALUE);
            }
            return 42;
        }
    }

    /** Fails when it is interrupted. */
    private static final class Slow {

        private static final int VALUE;

        static {
            try {
                VALUE = Begun.sleepUnlessBegun();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        static int value() {
            return VALUE;
        }
    }

    /** Comes up half made when it is interrupted. */
    private static final class Swallowing {

        private static int made;

        static {
            try {
                made = Begun.sleepUnlessBegun();
            } catch (Exception e) {
                made = -1;
            }
        }

        static int value() {
            return made;
        }
    }

    // ---- Helpers; those that daemons call are static ----

    private static void assertOutOfMemory(String option, Task<Object> greedy) {
        try (Daemons daemons = with(option)) {
            Mirai<Object> fails = daemons.mirai(greedy);
            List<Mirai<Integer>> queued = queue(daemons);
            assertThat(errorOf(fails)).hasMessageContaining("OutOfMemoryError");
            assertServed(daemons, queued);
        }
    }

    private static Daemons with(String option) {
        return Daemons.builder()
                .n(1)
                .daemon(DaemonOptions.none().jvmArgs(option))
                .start();
    }

    private static List<Mirai<Integer>> queue(Daemons daemons) {
        return IntStream.range(0, 5).mapToObj(i -> daemons.mirai(() -> i)).toList();
    }

    private static void assertServed(Daemons daemons, List<Mirai<Integer>> queued) {
        assertThat(queued.stream().map(Mirai::collect)).containsExactly(0, 1, 2, 3, 4);
        assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                .as("the daemon was replaced")
                .isGreaterThan(1);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertReset(Mirai<?> mirai, int status) {
        MiraiReset reset = (MiraiReset) errorOf(mirai);
        assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.DAEMON_DIED);
        assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        assertThat(reset.exitStatus()).hasValue(status);
        return assertThat(reset);
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.call().data()).error();
    }

    private static void signal(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void writeToAddressZero() throws Exception {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    /** Memory that no task gives back. */
    private static final class Hoard {

        private static final List<byte[]> ALL = new ArrayList<>();

        static void fill() {
            ALL.add(new byte[1_000]);
        }
    }
}
