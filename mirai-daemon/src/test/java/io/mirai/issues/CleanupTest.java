package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MiraiMap;
import io.mirai.TaskOptions;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task leaves to the next on its daemon, for each bit of {@code cleanup}. */
@Timeout(120)
class CleanupTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);
    private static final ThreadLocal<Object> OF_THE_THREAD = new ThreadLocal<>();

    private static Daemons one(DaemonOptions options) {
        return Daemons.builder().n(1).daemon(options).start();
    }

    private static Map<String, Object> globals() {
        return DaemonContext.current().globals();
    }

    @Test
    void byDefault_globalsAreCleaned_andStaticStateStays() {
        try (Daemons daemons = one(DaemonOptions.none())) {
            for (int i = 1; i <= 2; i++) {
                int value = i;
                TaskOptions given = TaskOptions.none().with("given", value);
                assertThat(daemons.mirai(
                                        () -> {
                                            String found = globals().toString();
                                            globals().put("left", 1);
                                            return found + COUNT.incrementAndGet();
                                        },
                                        given)
                                .collect())
                        .isEqualTo("{given=" + i + "}" + i);
            }
        }
    }

    @Test
    void withoutGlobals_theyStayUntilAnotherTaskChangesThem_failedOrNot_ofMapsToo() {
        try (Daemons daemons = one(DaemonOptions.none().cleanup(0))) {
            daemons.mirai(() -> globals().put("a", 1), TaskOptions.none().with("given", 0))
                    .collect();
            daemons.mirai(() -> {
                        globals().put("b", 2);
                        throw new IllegalStateException("failed");
                    })
                    .call();
            MiraiMap<Integer> map = daemons.map(List.of(3, 4), x -> {
                globals().put("c", x);
                return globals().size();
            });
            assertThat(map.collect()).containsExactly(4, 4);
            assertThat(daemons.mirai(() -> globals().toString()).collect()).isEqualTo("{given=0, a=1, b=2, c=4}");
        }
    }

    @Test
    void classes_areHadAnew_alsoByMapsAndByThreads() {
        try (Daemons daemons = one(DaemonOptions.none().cleanup(3))) {
            for (int i = 0; i < 2; i++) {
                assertThat(daemons.mirai(() -> COUNT.incrementAndGet()).collect())
                        .isEqualTo(1);
            }
            MiraiMap<Integer> map = daemons.map(List.of(10, 20, 30), x -> x + COUNT.incrementAndGet());
            assertThat(map.collect()).containsExactly(11, 21, 31);
            String name = CleanupTest.class.getName();
            for (int i = 0; i < 2; i++) {
                assertThat(daemons.mirai(() -> IntStream.range(0, 64)
                                        .parallel()
                                        .mapToObj(n -> loaded(name))
                                        .allMatch(CleanupTest.class::equals))
                                .collect())
                        .isTrue();
            }
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void classes_ofTasksBefore_areUnloaded_whateverTheirThreadAndTheGlobalsKept() {
        try (Daemons daemons = one(DaemonOptions.none().cleanup(2).jvmArgs("-XX:SoftRefLRUPolicyMSPerMB=0"))) {
            daemons.mirai(() -> {
                        OF_THE_THREAD.set(new CleanupTest());
                        globals().put("mine", new CleanupTest());
                        globals().put("loader", new WeakReference<>(CleanupTest.class.getClassLoader()));
                        return 0;
                    })
                    .collect();
            assertThat(daemons.mirai(() -> globals().keySet().toString()).collect())
                    .isEqualTo("[loader]");
            assertThat(daemons.mirai(() ->
                                    isCollected((WeakReference<?>) globals().get("loader")))
                            .collect())
                    .isTrue();
        }
    }

    private static boolean isCollected(@Nullable WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 100 && reference != null && reference.get() != null; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return reference != null && reference.get() == null;
    }

    @Test
    void settings_areSetBack() {
        try (Daemons daemons = one(DaemonOptions.none().cleanup(5))) {
            for (int i = 0; i < 2; i++) {
                assertThat(daemons.mirai(() -> {
                                    boolean clean = System.getProperty("io.mirai.test") == null
                                            && !Locale.getDefault().equals(Locale.KOREA)
                                            && !Locale.getDefault(Locale.Category.FORMAT)
                                                    .equals(Locale.ITALY)
                                            && !TimeZone.getDefault().getID().equals("Asia/Seoul")
                                            && Thread.getDefaultUncaughtExceptionHandler() == null;
                                    System.setProperty("io.mirai.test", "set");
                                    Locale.setDefault(Locale.KOREA);
                                    Locale.setDefault(Locale.Category.FORMAT, Locale.ITALY);
                                    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
                                    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
                                    return clean;
                                })
                                .collect())
                        .isTrue();
            }
            assertThat(daemons.mirai(() -> COUNT.incrementAndGet()).collect()).isEqualTo(1);
            assertThat(daemons.mirai(() -> COUNT.incrementAndGet()).collect()).isEqualTo(2);
        }
    }

    @Test
    void classes_ofADaemonOfSeveralThreads_waitUntilNoTaskRuns() {
        try (Daemons daemons = one(DaemonOptions.none().threads(2).cleanup(7))) {
            for (int i = 0; i < 3; i++) {
                // Each sees the barrier, and the count, of the other.
                MiraiMap<Integer> map = daemons.map(List.of(1, 2), x -> {
                    BOTH.await(60, TimeUnit.SECONDS);
                    int count = COUNT.incrementAndGet();
                    BOTH.await(60, TimeUnit.SECONDS);
                    return count;
                });
                assertThat(map.collect()).containsExactlyInAnyOrder(1, 2);
            }
        }
    }

    @Test
    void cleanup_saysWhatItsBitsAre() {
        DaemonOptions options = DaemonOptions.none();
        for (int mask : new int[] {-1, 16}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.cleanup(mask))
                    .withMessage(
                            "cleanup must be between 0 and 15, a sum of 1 (globals), 2 (user classes), 4 (settings of"
                                    + " the JVM) and 8 (garbage collection), but is " + mask);
        }
    }
}
