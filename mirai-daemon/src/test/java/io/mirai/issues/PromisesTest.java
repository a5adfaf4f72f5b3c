package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiCanceled;
import io.mirai.MiraiException;
import io.mirai.MiraiReset;
import io.mirai.MiraiTimeout;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import io.mirai.testing.OnThisMachineOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The promises of one machine, each provoked with the real thing. */
@Timeout(180)
class PromisesTest {

    @TempDir
    Path directory;

    private String started;

    @BeforeEach
    void nameTheFiles() {
        started = directory.resolve("started").toString();
    }

    // ---- Cancel ----

    @OnThisMachineOnly("children of this JVM")
    @Test
    void cancel_interruptsARunningTaskAndFreesItsPlace() {
        try (Daemons daemons = Daemons.local(1)) {
            String file = started;
            Mirai<Object> sleeping = daemons.mirai(() -> {
                touch(file);
                Thread.sleep(60_000);
                return null;
            });
            awaitFile(started);
            long pid = ProcessHandle.current().pid();
            assertThat(sleeping.stop()).isTrue();
            Mirai<Long> next = daemons.mirai(() -> Thread.interrupted()
                    ? -1L
                    : ProcessHandle.current().parent().orElseThrow().pid());
            assertThat(next.collect())
                    .as("the next task, not interrupted, on a child of this JVM")
                    .isEqualTo(pid);
            assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(1);
        }
    }

    @Test
    void cancel_ofAQueuedTaskNeverRunsIt() {
        try (Daemons daemons = Daemons.local(1)) {
            String file = started;
            Mirai<Object> first = daemons.mirai(() -> {
                Thread.sleep(300);
                return null;
            });
            Mirai<Object> queued = daemons.mirai(() -> {
                touch(file);
                return null;
            });
            queued.stop();
            first.collect();
            daemons.mirai(() -> 1).collect();
            assertThat(Path.of(started)).doesNotExist();
        }
    }

    @Test
    void cancel_ofATaskThatWillNotEndCostsTheProcess() {
        try (Daemons daemons = Daemons.local(1)) {
            String file = started;
            Mirai<Long> deaf = daemons.mirai(() -> {
                touch(file);
                return spin();
            });
            awaitFile(started);
            deaf.stop();
            Mirai<Integer> instance =
                    daemons.mirai(() -> DaemonContext.current().instance());
            assertThat(instance.collect()).isEqualTo(2);
        }
    }

    @Test
    void cancel_ofOneTaskLeavesItsNeighboursAlone() {
        try (Daemons daemons =
                Daemons.builder().n(1).daemon(DaemonOptions.none().threads(2)).start()) {
            String file = started;
            Mirai<Object> stopped = daemons.mirai(() -> {
                touch(file);
                Thread.sleep(60_000);
                return null;
            });
            Mirai<String> neighbour = daemons.mirai(() -> {
                awaitFile(file + "-released");
                return "not interrupted";
            });
            awaitFile(started);
            stopped.stop();
            assertThat(daemons.mirai(() -> 1).collect()).as("in the freed seat").isEqualTo(1);
            touch(started + "-released");
            assertThat(neighbour.collect()).isEqualTo("not interrupted");
        }
    }

    @Test
    void cancel_byTheLastSubscriberStopsTheWork() {
        try (Daemons daemons = Daemons.local(1)) {
            String file = started;
            Mirai<Object> mirai = daemons.mirai(() -> {
                touch(file);
                Thread.sleep(60_000);
                return null;
            });
            awaitFile(started);
            mirai.timeout(Duration.ofMillis(1)).onErrorComplete().block();
            assertThat(errorOf(mirai)).isInstanceOf(MiraiCanceled.class);
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
        }
    }

    @Test
    void cancelStorm_leaksNoPlace() {
        try (Daemons daemons = Daemons.local(2)) {
            for (int i = 0; i < 300; i++) {
                Mirai<Integer> mirai = daemons.mirai(() -> 1);
                if (i % 3 == 0) {
                    Thread.onSpinWait();
                }
                mirai.stop();
            }
            List<Mirai<Integer>> good = IntStream.range(0, 100)
                    .mapToObj(i -> daemons.mirai(() -> i))
                    .toList();
            assertThat(good.stream().map(Mirai::collect)).hasSize(100);
            await().untilAsserted(() -> assertThat(daemons.status().executing()).isZero());
        }
    }

    // ---- Time limits ----

    @Test
    void timeout_endsATaskOfAFrozenDaemon() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            signal("STOP", pid);
            awaitState('T', pid);
            Mirai<Integer> mirai = daemons.mirai(() -> 1, TaskOptions.none().timeout(Duration.ofMillis(200)));
            assertThat(errorOf(mirai.call())).isInstanceOf(MiraiTimeout.class);
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .as("after the grace, on a new daemon")
                    .isEqualTo(2);
        }
    }

    // ---- Death ----

    @OnThisMachineOnly("the exit status of a daemon")
    @Test
    void kill9_endsTheRunningTaskAndTheQueueGoesOn() throws Exception {
        try (Daemons daemons = Daemons.local(1)) {
            long pid = daemons.mirai(() -> ProcessHandle.current().pid()).collect();
            String file = started;
            Mirai<Object> running = daemons.mirai(() -> {
                touch(file);
                Thread.sleep(60_000);
                return null;
            });
            Mirai<Integer> queued = daemons.mirai(() -> DaemonContext.current().instance());
            awaitFile(started);
            signal("KILL", pid);
            MiraiReset reset = (MiraiReset) errorOf(running.call());
            assertThat(reset.code().value()).isEqualTo(19);
            assertThat(reset.reason()).isEqualTo(MiraiReset.Reason.DAEMON_DIED);
            assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
            assertThat(reset.exitStatus()).isEqualTo(OptionalInt.of(137));
            assertThat(reset).hasMessageContaining("daemon 0 was ended by signal 9");
            assertThat(queued.collect()).isEqualTo(2);
        }
    }

    @OnThisMachineOnly("the exit status of a daemon")
    @Test
    void poison_failsAloneAmongAThousand() {
        try (Daemons daemons = Daemons.local(2)) {
            List<Mirai<Integer>> all = IntStream.range(0, 1001)
                    .mapToObj(i -> daemons.mirai(() -> {
                        if (i == 500) {
                            Runtime.getRuntime().halt(1);
                        }
                        return i;
                    }))
                    .toList();
            all.forEach(Mirai::call);
            List<MiraiException> failed = all.stream()
                    .filter(mirai -> mirai.data() instanceof Outcome.Failure)
                    .map(PromisesTest::errorOf)
                    .toList();
            assertThat(failed).singleElement().isInstanceOfSatisfying(MiraiReset.class, reset -> {
                assertThat(reset.exitStatus()).hasValue(1);
                assertThat(reset.attempts()).isEqualTo(1);
            });
        }
    }

    @OnThisMachineOnly("what a daemon says last")
    @Test
    void systemExit_withAHookThatHangsStillEnds() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Object> exits = daemons.mirai(() -> {
                Runtime.getRuntime().addShutdownHook(new Thread(PromisesTest::spin));
                System.exit(3);
                return null;
            });
            assertThat(errorOf(exits.call())).isInstanceOf(MiraiReset.class).hasMessageContaining("System.exit");
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
        }
    }

    @Test
    void outOfMemory_replacesTheDaemon() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Object> greedy = daemons.mirai(() -> new long[Integer.MAX_VALUE][Integer.MAX_VALUE]);
            assertThat(errorOf(greedy.call())).hasMessageContaining("OutOfMemoryError");
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .isEqualTo(2);
        }
    }

    @Test
    void stackOverflow_leavesTheDaemonAlone() {
        try (Daemons daemons = Daemons.local(1)) {
            Mirai<Integer> deep = daemons.mirai(() -> deep(1));
            assertThat(errorOf(deep.call())).hasMessageContaining("java.lang.StackOverflowError");
            assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                    .isEqualTo(1);
        }
    }

    // ---- Close ----

    @Test
    void close_leavesNothingBehind() {
        Daemons.local(1).close(); // whatever a JVM starts once, it has started now
        Set<String> before = threads();
        for (int i = 0; i < 5; i++) {
            try (Daemons daemons = Daemons.local(2)) {
                daemons.mirai(() -> 1).collect();
                daemons.mirai(() -> {
                    Thread.sleep(60_000);
                    return null;
                });
            }
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(threads()).isSubsetOf(before);
        });
    }

    @Test
    void close_insideACallbackEndsTheRest() {
        Daemons daemons = Daemons.local(1);
        Mirai<Integer> first = daemons.mirai(() -> 1);
        Mirai<Object> never = daemons.mirai(() -> {
            Thread.sleep(60_000);
            return null;
        });
        first.doOnNext(value -> daemons.close()).block();
        assertThat(((MiraiReset) errorOf(never.call())).reason()).isEqualTo(MiraiReset.Reason.PROFILE_RESET);
        daemons.close();
    }

    // ---- Many ----

    @Test
    void manyTasks_allEndInOrderOfSubmission() {
        try (Daemons daemons = Daemons.local(2)) {
            List<Mirai<Integer>> all = IntStream.range(0, 5_000)
                    .mapToObj(i -> daemons.mirai(() -> i))
                    .toList();
            List<Integer> values = Flux.concat(all).collectList().block();
            assertThat(values).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
            assertThat(daemons.status().completed()).isEqualTo(5_000);
            assertThat(daemons.status().executing()).isZero();
        }
    }

    // ---- Helpers; those that daemons call are static ----

    private static long spin() {
        long x = 0;
        while (true) {
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                x += i * x;
            }
        }
    }

    private static int deep(int depth) {
        return depth < 0 ? depth : deep(depth + 1) + 1;
    }

    private static void touch(String file) {
        try {
            Files.createFile(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitFile(String file) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(Path.of(file)));
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits until the process is in this state, as {@code /proc/pid/stat} has it behind the name. */
    private static void awaitState(char state, long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        await().until(() -> Files.readString(stat).replaceFirst(".*\\) ", "").charAt(0) == state);
    }

    /** The threads that would keep a JVM alive, and all of ours. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() || thread.getName().startsWith("mirai"))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return Stream.of(mirai.data())
                .map(outcome -> ((Outcome.Failure<?>) outcome).error())
                .findFirst()
                .orElseThrow();
    }
}
