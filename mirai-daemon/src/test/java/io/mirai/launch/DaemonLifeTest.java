package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.MiraiReset.Started;
import io.mirai.MiraiTooLarge;
import io.mirai.launch.TestFleet.Sent;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonLifeTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestFleet daemons;

    @BeforeEach
    void open() {
        daemons = TestFleet.open();
    }

    @AfterEach
    void close() {
        daemons.close();
    }

    @Test
    void call_ofAClosureThatCaptures_returnsItsValue() throws Exception {
        Link link = daemons.launch(0);
        List<Integer> numbers = List.of(1, 2, 3);
        int factor = 7;
        assertThat(daemons.call(
                        link, () -> numbers.stream().mapToInt(x -> x * factor).sum()))
                .isEqualTo(42);
    }

    @Test
    void call_withMuchToCarry_bringsItThereAndBack() throws Exception {
        Link link = daemons.launch(0);
        byte[] much = new byte[3_000_000];
        new Random(1).nextBytes(much);
        assertThat(daemons.call(link, () -> {
                    much[7]++;
                    return much;
                }))
                .satisfies(back -> {
                    much[7]++;
                    assertThat((byte[]) back).isEqualTo(much);
                });
    }

    @Test
    void call_ofAsManyAsThreads_runsThemAtOnce() throws Exception {
        try (TestFleet wide = TestFleet.open(3)) {
            Link link = wide.launch(0);
            assertThat(link.capacity()).isEqualTo(3);
            String meeting = Files.createDirectory(scratch.resolve("meeting")).toString();
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sent.add(wide.send(link, () -> meet(meeting, 3)));
            }
            for (Sent each : sent) {
                assertThat(each.value()).isEqualTo("met");
            }
        }
    }

    @Test
    void call_onTwoDaemons_runsInTwoProcesses() throws Exception {
        Link first = daemons.launch(0);
        Link second = daemons.launch(1);
        assertThat(List.of(daemons.process(first), daemons.process(second)))
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current());
        assertThat(first.slot()).isZero();
        assertThat(second.slot()).isEqualTo(1);
        assertThat(second.capacity()).isEqualTo(1);
    }

    @Test
    void context_inATask_tellsWhereItRuns() throws Exception {
        Link link = daemons.launch(3);
        Sent sent = daemons.send(link, "fit", () -> {
            DaemonContext context = DaemonContext.current();
            context.globals().put("more", "yes");
            return List.of(
                    context.isDaemon(),
                    context.index(),
                    context.instance(),
                    context.taskId(),
                    context.attempt(),
                    context.globals().toString(),
                    context.isCancelled(),
                    Thread.currentThread().getName());
        });
        assertThat(sent.value())
                .isEqualTo(
                        List.of(true, 3, 1, sent.id, 1, "{given=value 1, more=yes}", false, "mirai-3-0 task 1 (fit)"));
        assertThat(daemons.call(link, () -> DaemonContext.current().globals().toString()))
                .isEqualTo("{given=value 2}");
    }

    @Test
    void threads_ofUserCode_findUserClasses() throws Exception {
        Link link = daemons.launch(0);
        String name = DaemonLifeTest.class.getName();
        assertThat(daemons.call(
                        link,
                        () -> Thread.currentThread().getContextClassLoader().loadClass(name) == DaemonLifeTest.class))
                .isEqualTo(true);
        assertThat(daemons.call(link, () -> {
                    boolean found = true;
                    for (int i = 0; i < 3; i++) { // a thread that has run a task may have changed
                        found &= ForkJoinPool.commonPool()
                                .submit(() -> Thread.currentThread()
                                                .getContextClassLoader()
                                                .loadClass(name)
                                        == DaemonLifeTest.class)
                                .get();
                    }
                    return found;
                }))
                .isEqualTo(true);
    }

    @Test
    void failure_ofATask_endsWithItsOwnFrames() throws Exception {
        Link link = daemons.launch(0);
        TaskFailure failure = daemons.send(link, () -> fail("no such model")).failure();
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.THROWN);
        assertThat(failure.className()).isEqualTo(IOException.class.getName());
        assertThat(failure.message()).isEqualTo("no such model");
        assertThat(failure.stackTrace().get(0).getMethodName()).isEqualTo("fail");
        assertThat(failure.stackTrace())
                .allSatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(DaemonLifeTest.class.getName()));
    }

    @Test
    void failure_whoseMethodsThrow_failsTheTaskOnly() throws Exception {
        Link link = daemons.launch(0);
        TaskFailure failure = daemons.send(link, () -> {
                    throw new Nasty();
                })
                .failure();
        assertThat(failure.className()).isEqualTo(Nasty.class.getName());
        assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
    }

    @Test
    void task_thatTheDaemonCannotFetch_failsTheTaskOnly() throws Exception {
        Link link = daemons.launch(0);
        TaskFailure failure = daemons.send(link, new Body(List.of(), 1L << 40)).failure();
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.TASK_NOT_READABLE);
        assertThat(failure.className()).isEqualTo(MiraiTooLarge.class.getName());
        assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
    }

    @Test
    void result_thatCannotBeCarried_failsTheTaskOnly() throws Exception {
        Link link = daemons.launch(0);
        TaskFailure failure = daemons.send(link, () -> new Thread("x")).failure();
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.RESULT_NOT_SERIALIZABLE);
        assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
    }

    @Test
    void killed_whileATaskRuns_tellsStatusAndWhatHadBegun() throws Exception {
        Link link = daemons.launch(0);
        ProcessHandle process = daemons.process(link);
        Path begun = scratch.resolve("begun");
        String marker = begun.toString();
        Sent running = daemons.send(link, () -> sleepForEver(marker));
        Sent behind = daemons.send(link, () -> 1);
        await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(begun));
        process.destroyForcibly();
        LinkEnd end = daemons.next(daemons.ends).end();
        assertThat(end.died()).isTrue();
        assertThat(end.exitStatus()).hasValue(137);
        assertThat(end.traces().started(0, running.id)).isEqualTo(Started.YES);
        assertThat(end.traces().started(0, behind.id)).isEqualTo(Started.NO);
        assertThat(end.traces().started(0, behind.id + 1)).isEqualTo(Started.NO);
        assertThat(running.reply).isNotDone();
        assertThat(filesOf(daemons.directory())).containsExactlyInAnyOrder("s", "session", "host", "properties");
    }

    @Test
    void systemExit_inATask_isNamed() throws Exception {
        Link link = daemons.launch(0);
        Sent sent = daemons.send(link, "fit", () -> {
            System.exit(3);
            return 1;
        });
        LinkEnd end = daemons.next(daemons.ends).end();
        assertThat(end.exitStatus()).hasValue(3);
        assertThat(end.lastWords()).contains("System.exit was called", "task " + sent.id + " (fit)");
        assertThat(end.traces().started(0, sent.id)).isEqualTo(Started.YES);
    }

    @Test
    void halt_inATask_tellsTheStatus() throws Exception {
        Link link = daemons.launch(0);
        daemons.send(link, () -> {
            Runtime.getRuntime().halt(4);
            return 1;
        });
        assertThat(daemons.next(daemons.ends).end().exitStatus()).hasValue(4);
    }

    @Test
    void systemExit_withAHookThatHangs_endsAllTheSame() throws Exception {
        Link link = daemons.launch(0);
        daemons.send(link, () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(DaemonLifeTest::hang));
            System.exit(3);
            return 1;
        });
        LinkEnd end = daemons.next(daemons.ends).end();
        assertThat(end.exitStatus()).hasValue(76);
        assertThat(end.lastWords()).contains("System.exit was called", "shutdown hooks");
    }

    @Test
    void sigterm_letsTheRunningTaskEnd() throws Exception {
        Link link = daemons.launch(0);
        ProcessHandle process = daemons.process(link);
        Path go = scratch.resolve("go");
        Path begun = scratch.resolve("begun");
        String file = go.toString();
        String beginning = begun.toString();
        Sent running = daemons.send(link, () -> {
            Files.createFile(Path.of(beginning));
            while (!Files.exists(Path.of(file))) {
                Thread.sleep(5);
            }
            return "done";
        });
        await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(begun)); // a signal before it would find no task
        assertThat(process.destroy()).isTrue();
        assertThat(daemons.next(daemons.drainings).reason()).isEqualTo(Departure.SIGNAL);
        Files.createFile(go);
        assertThat(running.value()).isEqualTo("done");
        LinkEnd end = daemons.next(daemons.ends).end();
        assertThat(end.exitStatus()).hasValue(143);
        assertThat(end.lastWords()).contains("SIGTERM");
    }

    @Test
    void outOfMemory_isTheTasksFailure_andTheDaemonLeaves() throws Exception {
        Link link = daemons.launch(0);
        Sent sent = daemons.send(link, () -> {
            Object all = new Object[0];
            while (true) {
                all = new Object[] {all, new long[Integer.MAX_VALUE - 8]};
            }
        });
        assertThat(sent.failure().className()).isEqualTo(OutOfMemoryError.class.getName());
        assertThat(daemons.next(daemons.drainings).reason()).isEqualTo(Departure.OUT_OF_MEMORY);
    }

    @Test
    void stackOverflow_isTheTasksFailure_andTheDaemonGoesOn() throws Exception {
        Link link = daemons.launch(0);
        ProcessHandle process = daemons.process(link);
        assertThat(daemons.send(link, () -> deeper(0)).failure().className())
                .isEqualTo(StackOverflowError.class.getName());
        assertThat(daemons.process(link)).isEqualTo(process);
    }

    @Test
    void stop_interruptsThatTaskAndNotTheNext() throws Exception {
        Link link = daemons.launch(0);
        for (int i = 0; i < 20; i++) {
            String marker = scratch.resolve("begun" + i).toString();
            Sent sleeping = daemons.send(link, () -> sleepForEver(marker));
            await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(Path.of(marker)));
            Sent next = daemons.send(link, () -> Thread.currentThread().isInterrupted());
            link.stop(sleeping.id, true);
            assertThat(sleeping.reply().kind()).isEqualTo(Reply.Kind.INTERRUPTED);
            link.stop(sleeping.id, true);
            assertThat(next.value()).isEqualTo(false);
        }
    }

    @Test
    void stop_beforeTheStart_keepsItFromStarting() throws Exception {
        Link link = daemons.launch(0);
        String marker = scratch.resolve("begun").toString();
        String never = scratch.resolve("never").toString();
        Sent running = daemons.send(link, () -> sleepForEver(marker));
        await().atMost(TestFleet.DEADLINE).until(() -> Files.exists(Path.of(marker)));
        Sent waiting = daemons.send(link, () -> Files.createFile(Path.of(never)).toString());
        link.stop(waiting.id, true);
        assertThat(waiting.reply().kind()).isEqualTo(Reply.Kind.NOT_STARTED);
        link.stop(running.id, true);
        assertThat(running.reply().kind()).isEqualTo(Reply.Kind.INTERRUPTED);
        assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
        assertThat(Path.of(never)).doesNotExist();
    }

    @Test
    void interrupt_ofItsOwn_isNoStopAndEndsWithTheTask() throws Exception {
        Link link = daemons.launch(0);
        Sent sent = daemons.send(link, () -> {
            Thread.currentThread().interrupt();
            Thread.sleep(1);
            return 1;
        });
        assertThat(sent.reply().kind()).isEqualTo(Reply.Kind.INTERRUPTED);
        assertThat(daemons.send(link, () -> {
                            Thread.currentThread().interrupt();
                            return 1;
                        })
                        .value())
                .isEqualTo(1);
        assertThat(daemons.call(link, () -> Thread.currentThread().isInterrupted()))
                .isEqualTo(false);
    }

    @Test
    void kill_endsTheProcessAndItsChildren() throws Exception {
        Link link = daemons.launch(0);
        ProcessHandle process = daemons.process(link);
        daemons.call(link, () -> new ProcessBuilder("sleep", "600").start().pid());
        ProcessHandle child = process.children().findFirst().orElseThrow();
        link.kill();
        LinkEnd end = daemons.next(daemons.ends).end();
        assertThat(end.exitStatus()).hasValue(137);
        assertThat(process.isAlive()).isFalse();
        await().atMost(TestFleet.DEADLINE).until(() -> !child.isAlive());
    }

    @Test
    void standardStreams_ofATask_disturbNobody() throws Exception {
        Link link = daemons.launch(0);
        assertThat(daemons.call(link, () -> {
                    for (int i = 0; i < 100_000; i++) {
                        System.out.println("noise " + i);
                        System.err.println("noise " + i);
                    }
                    return System.in.read();
                }))
                .isEqualTo(-1);
        assertThat(daemons.call(link, () -> 1)).isEqualTo(1);
        assertThat(daemons.directory().resolve("0-1.err")).isEmptyFile();
    }

    /** An exception that cannot be asked for anything. */
    private static final class Nasty extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError("no stack");
        }
    }

    private static Object fail(String message) throws IOException {
        throw new IOException(message);
    }

    private static Object sleepForEver(String marker) throws Exception {
        Files.createFile(Path.of(marker));
        Thread.sleep(Long.MAX_VALUE);
        return "never";
    }

    private static String meet(String directory, int guests) throws Exception {
        Files.createTempFile(Path.of(directory), "guest", "");
        while (filesOf(Path.of(directory)).size() < guests) {
            Thread.sleep(5);
        }
        return "met";
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    private static void hang() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // on and on
            }
        }
    }

    private static List<String> filesOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
