package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.DaemonContext;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiInterrupt;
import io.mirai.MiraiReset;
import io.mirai.Outcome;
import io.mirai.TaskAction;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that leave their daemon in disorder: the next one finds it as it should be. */
@Timeout(120)
class UnrulyTaskTest {

    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private Daemons daemons;

    @BeforeEach
    void open() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(System.out);
        daemons =
                Daemons.builder().n(1).daemon(DaemonOptions.none().output(true)).start();
    }

    @AfterEach
    void close() {
        daemons.close();
        System.setOut(realOut);
        System.setErr(realErr);
    }

    // ---- Streams ----

    @Test
    void closesItsStreams() {
        run(() -> {
            System.out.close();
            System.err.close();
            System.in.close();
        });
        assertNextFindsAllInOrder();
    }

    @Test
    void replacesItsStreams() {
        run(() -> {
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
            System.setErr(null);
            System.setIn(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        });
        assertNextFindsAllInOrder();
    }

    @Test
    void keepsTheLockOfItsStream() {
        run(() -> {
            PrintStream out = System.out;
            CountDownLatch held = new CountDownLatch(1);
            forEver("holder", () -> {
                synchronized (out) {
                    held.countDown();
                    Thread.sleep(Long.MAX_VALUE);
                }
            });
            held.await();
        });
        assertNextHasItsValue(1);
    }

    @Test
    void forksChildrenThatHoldItsStreams() {
        long child = daemons.mirai(() ->
                        new ProcessBuilder("sleep", "600").inheritIO().start().pid())
                .collect();
        assertNextFindsAllInOrder();
        daemons.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    // ---- The thread ----

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is to be undone
    void changesItsThread() {
        run(() -> {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(new URLClassLoader(new URL[0], null));
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setName("mine");
            thread.setUncaughtExceptionHandler((t, e) -> Runtime.getRuntime().halt(9));
        });
        assertNextFindsAllInOrder();
        String name = daemons.mirai(() -> Thread.currentThread().getName()).collect();
        assertThat(name).startsWith("mirai-0-0 task ");
        assertThat(daemons.mirai(() -> Thread.currentThread().getPriority()).collect())
                .isEqualTo(Thread.NORM_PRIORITY);
    }

    @Test
    void leavesAHandlerOfUncaughtExceptionsThatThrows() {
        run(() -> Thread.setDefaultUncaughtExceptionHandler((t, e) -> {
            throw new IllegalStateException("no handler");
        }));
        assertThat(daemons.mirai(UnrulyTaskTest::loseAThread).collect()).isEqualTo(1);
        assertNextFindsAllInOrder();
    }

    /** The handler is the JVM's, as its properties are, and stays; none of the daemon's own threads runs into it. */
    @Test
    void leavesAHandlerOfUncaughtExceptionsThatHalts() {
        run(() -> Thread.setDefaultUncaughtExceptionHandler(
                (t, e) -> Runtime.getRuntime().halt(9)));
        for (int i = 0; i < 5; i++) {
            assertNextFindsAllInOrder();
        }
        MiraiException error = errorOf(daemons.mirai(UnrulyTaskTest::loseAThread));
        assertThat(error).isInstanceOfSatisfying(MiraiReset.class, reset -> {
            assertThat(reset.exitStatus()).hasValue(9);
            assertThat(reset.started()).isEqualTo(MiraiReset.Started.YES);
        });
        assertNextFindsAllInOrder(2);
    }

    @Test
    void throwsThreadDeath() {
        assertThat(errorOf(daemons.mirai(() -> {
                    throw new ThreadDeath();
                })))
                .isInstanceOfSatisfying(MiraiError.class, error -> assertThat(error.remoteClassName())
                        .isEqualTo(ThreadDeath.class.getName()));
        assertNextFindsAllInOrder();
    }

    @Test
    void throwsThreadDeathAgainAndAgain_andCatchesIt() {
        assertThat(daemons.mirai(UnrulyTaskTest::dieOften).collect()).isEqualTo(100_000);
        assertNextFindsAllInOrder();
    }

    @Test
    void endsWithItsInterruptFlagSet() {
        run(() -> Thread.currentThread().interrupt());
        assertNextFindsAllInOrder();
    }

    @Test
    void clearsItsInterruptFlag_andIsStopped() {
        String begun = directory.resolve("begun").toString();
        Mirai<Void> deaf = daemons.mirai(() -> {
            Files.createFile(Path.of(begun));
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(Path.of(begun)));
        deaf.stop();
        assertNextFindsAllInOrder();
    }

    @Test
    void catchesWhateverComes_andIsStopped() {
        String begun = directory.resolve("begun").toString();
        Mirai<Object> deaf = daemons.mirai(() -> {
            while (true) {
                try {
                    Files.writeString(Path.of(begun), "");
                    Thread.sleep(Long.MAX_VALUE);
                } catch (Throwable e) {
                    // On and on.
                }
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(Path.of(begun)));
        deaf.stop();
        assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                .as("on a new daemon")
                .isEqualTo(2);
        assertNextFindsAllInOrder(2);
    }

    // ---- Threads that stay ----

    @Test
    void leavesThreadsThatPrintAndCompute() {
        run(() -> {
            for (int i = 0; i < 2; i++) {
                Thread noisy = new Thread(() -> {
                    for (long n = 0; true; n++) {
                        System.out.println("noise " + n);
                    }
                });
                noisy.setDaemon(i % 2 == 0);
                noisy.start();
            }
        });
        for (int i = 0; i < 5; i++) {
            assertNextFindsAllInOrder();
        }
    }

    @Test
    void leavesAThreadThatInterruptsItsWorkerForAWhile() {
        String stop = directory.resolve("stop").toString();
        run(() -> {
            Thread worker = Thread.currentThread();
            forEver("pest", () -> {
                while (!Files.exists(Path.of(stop))) {
                    worker.interrupt();
                }
            });
        });
        List<Mirai<Integer>> pestered = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pestered.add(daemons.mirai(() -> {
                Thread.sleep(1);
                return 1;
            }));
        }
        for (Mirai<Integer> each : pestered) {
            Outcome<Integer> outcome = each.call().data();
            if (outcome instanceof Outcome.Failure<Integer> failure) {
                assertThat(failure.error()).isInstanceOf(MiraiInterrupt.class);
            }
        }
        assertThat(pestered).anyMatch(each -> each.data() instanceof Outcome.Failure);
        run(() -> Files.createFile(Path.of(stop)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !daemons.mirai(UnrulyTaskTest::hasPest).collect());
        assertNextFindsAllInOrder();
    }

    @Test
    void interruptsEveryThreadThatItFinds() {
        Mirai<Void> all = daemons.mirai(() -> {
            for (int i = 0; i < 100; i++) {
                Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
            }
        });
        all.call();
        assertNextFindsAllInOrder();
    }

    // ---- Settings of the JVM ----

    @Test
    void changesLocaleAndTimeZone() {
        run(() -> {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        });
        assertNextFindsAllInOrder();
    }

    @Test
    void clearsAllSystemProperties() {
        run(() -> System.getProperties().clear());
        assertNextFindsAllInOrder();
    }

    @Test
    void changesTheWorkingDirectoryOfTheJvm() {
        run(() -> System.setProperty("user.dir", "/nowhere"));
        assertNextFindsAllInOrder();
    }

    @Test
    void installsAUrlStreamHandlerFactory() {
        run(() -> URL.setURLStreamHandlerFactory(protocol -> null));
        assertNextFindsAllInOrder();
    }

    @Test
    void removesShutdownHooksThatItFinds_andCollectsGarbage() {
        run(() -> {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                Runtime.getRuntime().removeShutdownHook(thread);
            }
            System.gc();
        });
        assertNextFindsAllInOrder();
    }

    // ---- Helpers; those that daemons call are static ----

    private void run(TaskAction unruly) {
        daemons.mirai(unruly).collect();
    }

    /** On the same daemon: it was never replaced. */
    private void assertNextFindsAllInOrder() {
        assertNextFindsAllInOrder(1);
    }

    private void assertNextFindsAllInOrder(int instance) {
        assertNextHasItsValue(instance);
        assertThat(daemons.mirai(UnrulyTaskTest::disorder).collect()).isEmpty();
        assertThat(daemons.status().daemons().get(0).instance()).isEqualTo(instance);
    }

    private void assertNextHasItsValue(int instance) {
        assertThat(daemons.mirai(() -> DaemonContext.current().instance()).collect())
                .isEqualTo(instance);
        assertThat(daemons.mirai(() -> List.of("a", 42)).collect()).isEqualTo(List.of("a", 42));
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.call().data()).error();
    }

    /** Has a thread die of an exception that nobody catches. */
    private static int loseAThread() throws Exception {
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("not caught");
        });
        thread.start();
        thread.join();
        return DaemonContext.current().instance();
    }

    private static int dieOften() {
        int deaths = 0;
        while (deaths < 100_000) {
            try {
                throw new ThreadDeath();
            } catch (Throwable e) {
                deaths++;
            }
        }
        return deaths;
    }

    private static List<String> disorder() throws Exception {
        List<String> found = new ArrayList<>();
        if (Thread.currentThread().isInterrupted()) {
            found.add("interrupted");
        }
        if (Thread.currentThread().getContextClassLoader() != UnrulyTaskTest.class.getClassLoader()) {
            found.add("context loader");
        }
        System.out.println("a line");
        System.err.println("a line");
        if (System.out.checkError() || System.err.checkError() || System.in.read() != -1) {
            found.add("streams");
        }
        if (System.out.getClass() == PrintStream.class) {
            found.add("a stream of another task");
        }
        return found;
    }

    private static boolean hasPest() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("pest"));
    }

    private static void forEver(String name, TaskAction body) {
        new Thread(body, name).start();
    }
}
