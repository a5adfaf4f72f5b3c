package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiCluster;
import io.mirai.MiraiError;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.Task;
import io.mirai.TaskAction;
import io.mirai.testing.OnThisMachineOnly;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Daemons as an executor, as code that was written for executors expects one, and as the nodes of a cluster. */
@Timeout(120)
class ClusterTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static Daemons daemons;

    @TempDir
    private Path files;

    private MiraiCluster cluster;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(2);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    @BeforeEach
    void open() {
        cluster = daemons.cluster();
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        cluster.shutdownNow();
        assertThat(cluster.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Says that it has begun, and then does not end unless it is interrupted, which it says too. */
    private Task<String> endless(String name) {
        String begun = files.resolve(name).toString();
        return () -> {
            Files.createFile(Path.of(begun));
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                Files.createFile(Path.of(begun + "-interrupted"));
                throw e;
            }
        };
    }

    /** Says that it has begun, and ends when the file "go" is there. */
    private Task<String> untilGo(String name) {
        String begun = files.resolve(name).toString();
        String go = files.resolve("go").toString();
        return () -> {
            Files.createFile(Path.of(begun));
            while (!Files.exists(Path.of(go))) {
                Thread.sleep(5);
            }
            Files.createFile(Path.of(begun + "-ended"));
            return name;
        };
    }

    private void go() throws Exception {
        Files.createFile(files.resolve("go"));
    }

    private void awaitFile(String name) {
        await().atMost(DEADLINE).until(() -> Files.exists(files.resolve(name)));
    }

    /** The daemons run these and have no seat for more. */
    private List<Future<String>> fill() {
        List<Future<String>> running = List.of(cluster.submit(endless("a")), cluster.submit(endless("b")));
        awaitFile("a");
        awaitFile("b");
        return running;
    }

    private record Plain(int x) implements Callable<Integer>, Runnable {

        @Override
        public Integer call() {
            return x * 2;
        }

        @Override
        public void run() {
            throw new IllegalStateException("plain " + x);
        }
    }

    private interface CarriedCallable<T> extends Callable<T>, Serializable {}

    // ---- submit ----

    @Test
    void submit_bringsTheValue() throws Exception {
        assertThat(cluster.submit(() -> DaemonContext.current().isDaemon()).get())
                .isTrue();
        assertThat(cluster.submit((Callable<Integer>) new Plain(4)).get()).isEqualTo(8);
        assertThat(cluster.submit((Task<Object>) () -> null).get()).isNull();
        TaskAction action = () -> {};
        assertThat(cluster.submit(action).get()).isNull();
        Object here = new Object();
        assertThat(cluster.submit((Runnable) action, here).get()).isSameAs(here);
    }

    @Test
    void submit_ofATaskThatThrows_hasItsExceptionAsTheCause() {
        Future<Object> future = cluster.submit(() -> {
            throw new ArithmeticException("by zero");
        });
        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(ArithmeticException.class)
                .hasMessage("by zero");
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
        assertThatThrownBy(() -> cluster.submit((Runnable) new Plain(1)).get())
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void submit_ofATaskThatKillsItsDaemon_hasTheResetAsTheCause() {
        Future<Object> future = cluster.submit(() -> {
            Runtime.getRuntime().halt(3);
            return null;
        });
        assertThatThrownBy(future::get).hasCauseExactlyInstanceOf(MiraiReset.class);
    }

    @Test
    void submit_ofNothing_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> cluster.submit((Callable<?>) null));
        assertThatNullPointerException().isThrownBy(() -> cluster.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> cluster.submit((Task<?>) null));
        assertThatNullPointerException().isThrownBy(() -> cluster.execute((Runnable) null));
    }

    @Test
    void taskThatCannotBeCarried_isRefusedAtTheCall_andNeverRunsHere() {
        boolean[] ran = {false};
        Callable<Integer> lambda = () -> {
            ran[0] = true;
            return 1;
        };
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .isThrownBy(() -> cluster.submit(lambda))
                .withMessageContaining("Callable");
        Runnable runnable = () -> ran[0] = true;
        assertThatExceptionOfType(MiraiNotSerializable.class).isThrownBy(() -> cluster.execute(runnable));
        assertThatExceptionOfType(MiraiNotSerializable.class).isThrownBy(() -> cluster.invokeAll(List.of(lambda)));
        ExecutorCompletionService<Integer> wrapping = new ExecutorCompletionService<>(cluster);
        assertThatExceptionOfType(MiraiNotSerializable.class).isThrownBy(() -> wrapping.submit(lambda));
        assertThat(ran[0]).isFalse();
    }

    @Test
    void execute_runsOnADaemon() {
        String file = files.resolve("executed").toString();
        cluster.execute(() -> {
            Files.createFile(Path.of(file));
        });
        awaitFile("executed");
    }

    @Test
    void execute_ofAFutureThatWasSubmittedBefore_isRefused() throws Exception {
        Future<Integer> future = cluster.submit(() -> 1);
        future.get();
        assertThatExceptionOfType(MiraiNotSerializable.class).isThrownBy(() -> cluster.execute((Runnable) future));
        assertThat(future.get()).isEqualTo(1);
    }

    // ---- get ----

    @Test
    void get_inTime_throwsAndLetsTheTaskGoOn() throws Exception {
        Future<String> future = cluster.submit(untilGo("slow"));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(20, TimeUnit.MILLISECONDS));
        assertThat(future.isDone()).isFalse();
        go();
        assertThat(future.get(60, TimeUnit.SECONDS)).isEqualTo("slow");
    }

    @Test
    void get_thatIsInterrupted_letsTheTaskGoOn() throws Exception {
        Future<String> future = cluster.submit(untilGo("slow"));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(future::get);
        assertThat(Thread.interrupted()).isFalse();
        go();
        assertThat(future.get()).isEqualTo("slow");
    }

    @Test
    void get_onAThreadThatMayNotBlock_isRefused() {
        Future<String> future = cluster.submit(endless("a"));
        assertThatThrownBy(() -> Mono.fromCallable(future::get)
                        .subscribeOn(Schedulers.parallel())
                        .block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("get() would block");
    }

    // ---- cancel ----

    @Test
    void cancel_interruptsWhatRuns() {
        Future<String> future = cluster.submit(endless("a"));
        awaitFile("a");
        assertThat(future.cancel(true)).isTrue();
        awaitFile("a-interrupted");
        assertThat(future.isCancelled()).isTrue();
        assertThat(future.isDone()).isTrue();
        assertThat(future.cancel(true)).isFalse();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
    }

    @Test
    void cancel_thatMayNotInterrupt_letsWhatRunsComeToItsEnd() throws Exception {
        Future<String> future = cluster.submit(untilGo("slow"));
        awaitFile("slow");
        assertThat(future.cancel(false)).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.get(1, TimeUnit.SECONDS));
        cluster.shutdown();
        assertThat(cluster.isTerminated()).as("a daemon still has it").isFalse();
        go();
        awaitFile("slow-ended");
        assertThat(cluster.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancel_ofWhatMayBeTriedAgain_letsItsClusterEnd() throws Exception {
        try (Daemons retrying = Daemons.builder().n(1).retry(true).start()) {
            MiraiCluster cluster = retrying.cluster();
            Future<String> future = cluster.submit(untilGo("slow"));
            awaitFile("slow");
            assertThat(future.cancel(false)).isTrue();
            cluster.shutdown();
            go();
            assertThat(cluster.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancel_ofWhatWaits_neverRunsIt() throws Exception {
        List<Future<String>> running = fill();
        Future<String> first = cluster.submit(endless("never"));
        Future<String> second = cluster.submit(endless("neither"));
        assertThat(first.cancel(false)).isTrue();
        assertThat(second.cancel(true)).isTrue();
        running.forEach(future -> future.cancel(true));
        assertThat(cluster.submit(() -> 1).get()).isEqualTo(1);
        assertThat(files.resolve("never")).doesNotExist();
        assertThat(files.resolve("neither")).doesNotExist();
    }

    @Test
    void cancel_ofWhatHasEnded_isTooLate() throws Exception {
        Future<Integer> future = cluster.submit(() -> 1);
        future.get();
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.get()).isEqualTo(1);
    }

    // ---- invokeAll, invokeAny ----

    @Test
    void invokeAll_waitsForAll() throws Exception {
        List<Task<Integer>> tasks =
                IntStream.range(0, 5).mapToObj(i -> (Task<Integer>) () -> i * i).toList();
        List<Future<Integer>> futures = cluster.invokeAll(tasks);
        assertThat(futures).hasSize(5).allMatch(Future::isDone);
        for (int i = 0; i < 5; i++) {
            assertThat(futures.get(i).get()).isEqualTo(i * i);
        }
        assertThat(cluster.invokeAll(List.<Callable<Integer>>of())).isEmpty();
        Task<Integer> throwing = () -> {
            throw new ArithmeticException();
        };
        assertThatThrownBy(() -> cluster.invokeAll(List.of(throwing)).get(0).get())
                .hasCauseExactlyInstanceOf(ArithmeticException.class);
    }

    @Test
    void invokeAll_ofNothing_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> cluster.invokeAll(null));
        List<Callable<String>> withNull = Arrays.asList(endless("a"), null);
        assertThatNullPointerException().isThrownBy(() -> cluster.invokeAll(withNull));
        assertThatNullPointerException().isThrownBy(() -> cluster.invokeAny(withNull));
        assertThatNullPointerException().isThrownBy(() -> cluster.invokeAny(null));
        assertThatNullPointerException().isThrownBy(() -> cluster.invokeAll(List.of(new Plain(1)), 1, null));
    }

    @Test
    void invokeAll_inTime_cancelsWhatIsNotDone() throws Exception {
        List<Future<Object>> futures =
                cluster.invokeAll(List.<Task<Object>>of(() -> "quick", endless("a")::call), 2, TimeUnit.SECONDS);
        assertThat(futures.get(0).get()).isEqualTo("quick");
        assertThat(futures.get(1).isCancelled()).isTrue();
        awaitFile("a-interrupted");
    }

    @Test
    void invokeAll_thatIsInterrupted_cancelsAll() {
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            awaitFile("a");
            caller.interrupt();
        });
        interrupter.start();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> cluster.invokeAll(List.of(endless("a"), endless("b"))));
        awaitFile("a-interrupted");
    }

    @Test
    void invokeAny_bringsTheFirstAndCancelsTheRest() throws Exception {
        CarriedCallable<String> quick = () -> "quick";
        assertThat(cluster.<String>invokeAny(List.of(endless("a"), quick))).isEqualTo("quick");
        assertThat(cluster.<String>invokeAny(List.of(quick), 60, TimeUnit.SECONDS))
                .isEqualTo("quick");
    }

    @Test
    void invokeAny_ofTasksThatAllThrow_throwsTheLast() {
        Task<String> throwing = () -> {
            throw new NullPointerException("of mine");
        };
        assertThatThrownBy(() -> cluster.invokeAny(List.of(throwing, throwing)))
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("of mine");
    }

    @Test
    void invokeAny_inTime_cancelsAll() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> cluster.invokeAny(List.of(endless("a")), 1, TimeUnit.SECONDS))
                .withMessage("none of 1 tasks was done within 1000 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.invokeAny(new ArrayList<Callable<String>>()))
                .withMessage("invokeAny: there are no tasks");
    }

    // ---- The end ----

    @Test
    void shutdown_letsTasksEndAndTakesNoMore() throws Exception {
        List<Future<String>> futures =
                List.of(cluster.submit(untilGo("a")), cluster.submit(untilGo("b")), cluster.submit(untilGo("c")));
        cluster.shutdown();
        assertThat(cluster.isShutdown()).isTrue();
        assertThat(cluster.isTerminated()).isFalse();
        assertThat(cluster.awaitTermination(10, TimeUnit.MILLISECONDS)).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> cluster.submit(() -> 1))
                .withMessageMatching("MiraiCluster\\[2 nodes of local-\\d+] was shut down and takes no more tasks; .*");
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> cluster.on(0, () -> 1));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> cluster.clusterApplyLB(List.of(1), x -> x));
        go();
        assertThat(cluster.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(cluster.isTerminated()).isTrue();
        for (Future<String> future : futures) {
            assertThat(future.get()).isNotNull();
        }
        assertThat(daemons.mirai(() -> 1).collect()).as("the daemons go on").isEqualTo(1);
    }

    @Test
    void shutdownNow_interruptsWhatRunsAndGivesBackWhatNeverDid() throws Exception {
        List<Future<String>> running = fill();
        Mirai<String> another = daemons.mirai(untilGo("of another"));
        Future<Integer> waiting = cluster.submit(() -> 1);
        TaskAction action = () -> {};
        Runnable executed = action;
        cluster.execute(executed);
        assertThat(cluster.shutdownNow()).containsExactly((Runnable) waiting, executed);
        awaitFile("a-interrupted");
        awaitFile("b-interrupted");
        assertThat(running).allMatch(Future::isCancelled);
        assertThat(waiting.isCancelled()).isTrue();
        assertThat(cluster.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(cluster.shutdownNow()).isEmpty();
        go();
        assertThat(another.collect()).as("no task of this cluster").isEqualTo("of another");
    }

    @Test
    void close_waitsForTheTasks() throws Exception {
        Future<String> future;
        try (MiraiCluster closing = daemons.cluster()) {
            future = closing.submit(untilGo("a"));
            awaitFile("a");
            go();
        }
        assertThat(future.isDone()).isTrue();
        assertThat(future.get()).isEqualTo("a");
    }

    @Test
    void close_thatIsInterrupted_stopsTheTasks() {
        Future<String> future = cluster.submit(endless("a"));
        awaitFile("a");
        Thread.currentThread().interrupt();
        cluster.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(future.isCancelled()).isTrue();
        assertThat(cluster.isTerminated()).isTrue();
    }

    @Test
    void closedProfile_rejects() throws Exception {
        Daemons other = Daemons.local(1);
        ExecutorService executor = other.cluster();
        Future<String> running = executor.submit((Callable<String>) endless("a"));
        awaitFile("a");
        other.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.submit((Callable<Integer>) new Plain(1)))
                .withMessageMatching("profile 'local-\\d+' is closed");
        assertThatThrownBy(running::get).hasCauseExactlyInstanceOf(MiraiReset.class);
        executor.shutdown();
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    // ---- Nodes ----

    @Test
    void on_runsOnThatNode_howeverBusyItIs() {
        List<Mirai<Integer>> tasks = IntStream.range(0, 20)
                .mapToObj(i -> cluster.on(1, () -> DaemonContext.current().index()))
                .toList();
        assertThat(tasks).allMatch(task -> task.collect() == 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> cluster.on(2, () -> 1))
                .withMessage("there is no node 2: this cluster has nodes 0 to 1");
    }

    @Test
    void clusterCall_runsOnceOnEachNode() {
        assertThat(cluster.size()).isEqualTo(2);
        assertThat(cluster.clusterCall(() -> DaemonContext.current().index())).containsExactly(0, 1);
        assertThat(cluster.status().connections()).isEqualTo(daemons.status().connections());
    }

    @Test
    void clusterApply_dealsElementsToTheNodesInTurn() {
        List<String> where = cluster.clusterApply(
                List.of("a", "b", "c", "d", "e"),
                x -> x + DaemonContext.current().index());
        assertThat(where).containsExactly("a0", "b1", "c0", "d1", "e0");
    }

    @Test
    void clusterApplyLB_givesElementsToANodeThatIsFree() {
        cluster.on(0, endless("a"));
        awaitFile("a");
        assertThat(cluster.clusterApplyLB(
                        List.of(1, 2, 3), x -> DaemonContext.current().index()))
                .containsExactly(1, 1, 1);
        daemons.saisei(0, true);
    }

    @Test
    void parLapply_givesEachNodeOneChunk() {
        List<Integer> five = List.of(1, 2, 3, 4, 5);
        assertThat(cluster.parLapply(five, x -> DaemonContext.current().index()))
                .containsExactly(0, 0, 1, 1, 1);
        assertThat(cluster.parLapply(five, x -> x == 3 ? null : x)).containsExactly(1, 2, null, 4, 5);
        assertThat(cluster.parLapply(List.<Integer>of(), x -> x)).isEmpty();
        assertThat(cluster.parLapply(List.of(7), x -> DaemonContext.current().index()))
                .containsExactly(0);
    }

    @OnThisMachineOnly("the exit status of a daemon")
    @Test
    void failure_namesTheNodeInOneLine() {
        assertThatExceptionOfType(MiraiError.class)
                .isThrownBy(() -> cluster.clusterApply(List.of(1, 2, 3), x -> {
                    if (x >= 2) {
                        throw new IllegalStateException("boom\n  at night " + x);
                    }
                    return x;
                }))
                .withMessageMatching("node 1 of 2 failed: task \\d+ threw on daemon 1:"
                        + " java\\.lang\\.IllegalStateException: boom at night 2; and 1 more failed")
                .withCauseExactlyInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(MiraiReset.class)
                .isThrownBy(() -> cluster.clusterCall(() -> {
                    if (DaemonContext.current().index() == 0) {
                        Runtime.getRuntime().halt(9);
                    }
                    return 1;
                }))
                .withMessageStartingWith("node 0 of 2 failed: daemon 0 exited with status 9 while it had task ")
                .satisfies(reset -> assertThat(reset.code().value()).isEqualTo(19));
    }

    @Test
    void nodesOfSeveralClusters_areNotMixed() {
        try (Daemons others = Daemons.local(1)) {
            MiraiCluster other = others.cluster();
            List<Long> here = cluster.clusterCall(() -> ProcessHandle.current().pid());
            List<Long> there = other.clusterCall(() -> ProcessHandle.current().pid());
            assertThat(here).hasSize(2).doesNotContainAnyElementsOf(there);
            assertThat(other.size()).isEqualTo(1);
        }
    }

    @Test
    void seed_isThatOfTheProfile() {
        try (Daemons seeded = Daemons.builder().n(2).seed(123).start()) {
            MiraiCluster nodes = seeded.cluster();
            List<Double> first =
                    nodes.clusterCall(() -> DaemonContext.current().random().nextDouble());
            assertThat(first).containsExactly(0.34110639522553665, 0.31239933357086536);
        }
    }
}
