package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.MapOptions;
import io.mirai.Mirai;
import io.mirai.MiraiCluster;
import io.mirai.MiraiError;
import io.mirai.MiraiReset;
import io.mirai.MiraiReset.Reason;
import io.mirai.MiraiReset.Started;
import io.mirai.MiraiTimeout;
import io.mirai.Outcome;
import io.mirai.TaskOptions;
import io.mirai.testing.EffectLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What was promised of tasks whose daemon dies beside others, and of profiles where something goes wrong. */
class SeamsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int SHORT_TASKS = 1_500;

    @TempDir
    Path directory;

    @Test
    void longTaskBesideManyShortOnes_runsOnceAndIsNamedWhenItsDaemonIsKilled() throws Exception {
        String ledger = directory.resolve("effects").toString();
        try (Daemons daemons =
                Daemons.builder().daemon(DaemonOptions.none().threads(2)).start()) {
            Mirai<Integer> lasting = daemons.mirai(() -> {
                EffectLedger.append(ledger, 0, DaemonContext.current().attempt());
                Thread.sleep(Long.MAX_VALUE);
                return 0;
            });
            await().atMost(DEADLINE).until(() -> Files.exists(Path.of(ledger)));
            runShortOnes(daemons);
            kill(daemons.mirai(() -> ProcessHandle.current().pid()).collect());
            assertThat(resetOf(lasting.call())).satisfies(reset -> {
                assertThat(reset.reason()).isEqualTo(Reason.DAEMON_DIED);
                assertThat(reset.started()).isEqualTo(Started.YES);
                assertThat(reset.attempts()).isEqualTo(1);
            });
            runShortOnes(daemons); // on the next daemon, behind what would be tried again
            assertThat(EffectLedger.read(Path.of(ledger))).containsOnlyKeys(0).containsValue(1);
        }
    }

    @Test
    void poisonTaskBesideManyShortOnes_costsOneDaemon() throws Exception {
        String go = directory.resolve("go").toString();
        try (Daemons daemons =
                Daemons.builder().daemon(DaemonOptions.none().threads(2)).start()) {
            Mirai<Integer> poison = daemons.mirai(() -> {
                while (!Files.exists(Path.of(go))) {
                    Thread.sleep(1);
                }
                Runtime.getRuntime().halt(1);
                return 0;
            });
            runShortOnes(daemons);
            Files.createFile(Path.of(go));
            assertThat(resetOf(poison.call()).started()).isEqualTo(Started.YES);
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
            assertThat(daemons.status().daemons()).singleElement().satisfies(daemon -> assertThat(daemon.instance())
                    .isEqualTo(2));
        }
    }

    @Test
    void startAsync_signalsWhereUserCodeMayRun() {
        String url = "unix://" + directory.resolve("s");
        String seen = Daemons.builder()
                .url(url)
                .publishOn(Schedulers.boundedElastic())
                .startAsync()
                .map(daemons -> {
                    daemons.launchLocal(1);
                    String thread = Thread.currentThread().getName() + " "
                            + daemons.mirai(() -> 1).collect();
                    daemons.close();
                    return thread;
                })
                .block(DEADLINE);
        assertThat(seen).startsWith("boundedElastic-").endsWith(" 1");
    }

    @Test
    void closeAsync_signalsWhereUserCodeMayRun() {
        Daemons daemons =
                Daemons.builder().publishOn(Schedulers.boundedElastic()).start();
        Mirai<Integer> unresolved = daemons.mirai(() -> {
            Thread.sleep(Long.MAX_VALUE);
            return 1;
        });
        String seen = daemons.closeAsync()
                .then(Mono.fromSupplier(() -> Thread.currentThread().getName() + " "
                        + resetOf(unresolved.call()).reason()))
                .block(DEADLINE);
        assertThat(seen).startsWith("boundedElastic-").endsWith(" PROFILE_RESET");
    }

    @Test
    void logThatFails_costsNoProfile() {
        Logger log = (Logger) LoggerFactory.getLogger("io.mirai");
        AtomicInteger failures = new AtomicInteger();
        AppenderBase<ILoggingEvent> failing = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                failures.incrementAndGet();
                throw new OutOfMemoryError("injected");
            }
        };
        failing.start();
        log.addAppender(failing);
        try (Daemons daemons = Daemons.local(1)) {
            daemons.everywhere(() -> {
                        if (DaemonContext.current().index() > 0) {
                            throw new IllegalStateException("no licence");
                        }
                    })
                    .collect();
            daemons.launchLocal(1); // it may not join, which is logged
            await().atMost(DEADLINE).until(() -> failures.get() > 0);
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
        } finally {
            log.detachAppender(failing);
        }
    }

    @Test
    void launchLocal_withATypoCostsItsSlotAlone() {
        try (Daemons daemons = Daemons.local(1)) {
            daemons.launchLocal(1, DaemonOptions.none().jvmArgs("-XX:+NoSuchOption"));
            await().atMost(DEADLINE).until(() -> daemons.status()
                    .daemons()
                    .get(1)
                    .problem()
                    .orElse("")
                    .contains("5 times"));
            assertThat(daemons.status().daemons().get(1).problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("NoSuchOption"));
            assertThat(daemons.status().toString()).contains("ended 5 times in a row");
            assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
            daemons.launchLocal(1);
            await().atMost(DEADLINE).until(() -> daemons.status().connections() == 2);
            assertThat(daemons.status().daemons().get(1).problem()).isEmpty();
        }
    }

    @Test
    void limitsBeyondAnyClock_areAsGoodAsNone() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        DaemonOptions options = DaemonOptions.none().idleTime(endless).wallTime(endless);
        try (Daemons daemons = Daemons.builder().daemon(options).start()) {
            TaskOptions limits = TaskOptions.none().timeout(endless).queueTimeout(endless);
            assertThat(daemons.mirai(() -> 1, limits).collect()).isEqualTo(1);
            assertThat(daemons.map(List.of(1, 2), x -> x, MapOptions.none().task(limits))
                            .collect())
                    .containsExactly(1, 2);
        }
    }

    @Test
    void timeoutWhileNoDaemonCanStart_saysWhyNoneCan() {
        DaemonOptions broken = DaemonOptions.none().jvmArgs("-XX:+NoSuchOption");
        try (Daemons daemons =
                Daemons.builder().url("unix://" + directory.resolve("s")).start()) {
            daemons.launchLocal(1, broken);
            await().atMost(DEADLINE)
                    .until(() -> daemons.status().daemons().get(0).problem().isPresent());
            Mirai<Integer> waiting = daemons.mirai(() -> 1, TaskOptions.none().timeout(Duration.ofMillis(1)));
            assertThat(((Outcome.Failure<?>) waiting.call().data()).error())
                    .isInstanceOf(MiraiTimeout.class)
                    .cause()
                    .hasMessageContaining("NoSuchOption");
        }
    }

    @Test
    void failures_ofEveryForm_beginWithFramesOfTheirCaller() {
        try (Daemons daemons = Daemons.local(1)) {
            MiraiCluster cluster = daemons.cluster();
            List<Throwable> failures = List.of(
                    failureOf(() -> daemons.mirai(SeamsTest::fail).collect()),
                    failureOf(() -> daemons.everywhere(SeamsTest::fail).collect()),
                    failureOf(() -> daemons.map(List.of(1), x -> fail()).collect()),
                    failureOf(() -> daemons.map(Map.of(1, 2), (k, v) -> fail()).collect()),
                    failureOf(() -> daemons.map(new Integer[] {1}, x -> fail()).collect()),
                    failureOf(() -> cluster.on(0, SeamsTest::fail).collect()),
                    failureOf(() -> cluster.clusterCall(SeamsTest::fail)),
                    failureOf(() -> cluster.clusterApply(List.of(1), x -> fail())),
                    failureOf(() -> cluster.clusterApplyLB(List.of(1), x -> fail())),
                    failureOf(() -> cluster.parLapply(List.of(1), x -> fail())));
            assertThat(failures).allSatisfy(failure -> {
                List<String> classes = Arrays.stream(failure.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .dropWhile(name -> name.equals(SeamsTest.class.getName())) // where it was thrown, on the daemon
                        .filter(name -> name.startsWith("io.mirai."))
                        .toList();
                assertThat(classes)
                        .as(() -> Arrays.toString(failure.getStackTrace()))
                        .allMatch(name -> name.startsWith(SeamsTest.class.getName()));
                assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("fail");
                assertThat(Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getMethodName))
                        .contains("failureOf");
            });
        }
    }

    private static Integer fail() {
        throw new IllegalStateException("boom");
    }

    private static Throwable failureOf(Runnable call) {
        try {
            call.run();
            throw new AssertionError("it did not fail");
        } catch (MiraiError e) {
            return e;
        }
    }

    private static void runShortOnes(Daemons daemons) {
        List<Mirai<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < SHORT_TASKS; i++) {
            tasks.add(daemons.mirai(() -> 1));
        }
        tasks.forEach(task -> assertThat(task.collect()).isEqualTo(1));
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static MiraiReset resetOf(Mirai<?> mirai) {
        return (MiraiReset) ((Outcome.Failure<?>) mirai.data()).error();
    }
}
