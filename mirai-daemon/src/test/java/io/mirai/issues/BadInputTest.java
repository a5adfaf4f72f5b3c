package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirai.Daemons;
import io.mirai.ErrorCode;
import io.mirai.Mirai;
import io.mirai.MiraiError;
import io.mirai.MiraiException;
import io.mirai.MiraiInterrupt;
import io.mirai.MiraiNotSerializable;
import io.mirai.MiraiReset;
import io.mirai.Mirais;
import io.mirai.Outcome;
import io.mirai.Task;
import io.mirai.TaskOptions;
import io.mirai.testing.OnThisMachineOnly;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What bad input gets: which exception, which code, which text. In every case the next task is well. */
@Timeout(120)
class BadInputTest {

    private static Daemons daemons;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(1);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    /** One row: what the task does, and what its caller gets. */
    record Row(
            String input, Task<?> task, Class<? extends MiraiException> exception, ErrorCode code, List<String> text) {

        @Override
        public String toString() {
            return input;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "the task throws",
                        () -> {
                            throw new IllegalStateException("boom");
                        },
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("threw on daemon 0: java.lang.IllegalStateException: boom")),
                new Row(
                        "a result that is not serializable",
                        () -> new Holder(new Thread("t")),
                        MiraiNotSerializable.class,
                        ErrorCode.NOT_SERIALIZABLE,
                        List.of("java.lang.Thread", "Holder.thread")),
                new Row(
                        "an exception with a cycle",
                        () -> {
                            Exception outer = new Exception("outer");
                            Exception inner = new Exception("inner", outer);
                            outer.initCause(inner);
                            throw outer;
                        },
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("java.lang.Exception: outer")),
                new Row(
                        "an exception whose getMessage throws",
                        () -> {
                            throw new Mute();
                        },
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("BadInputTest$Mute")),
                new Row(
                        "a deep recursion",
                        () -> deep(1),
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("StackOverflowError")),
                new Row(
                        "an OutOfMemoryError",
                        () -> new long[Integer.MAX_VALUE][Integer.MAX_VALUE],
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("java.lang.OutOfMemoryError")),
                new Row(
                        "an interrupt of its own",
                        () -> {
                            Thread.currentThread().interrupt();
                            Thread.sleep(10_000);
                            return null;
                        },
                        MiraiInterrupt.class,
                        ErrorCode.INTERRUPT,
                        List.of("was interrupted on daemon 0 by something else than stop()")),
                new Row(
                        "a result whose class only the daemon has",
                        new OnlyThere(OnlyThere.bytes("Alien", "public class Alien {}"), "Alien", false),
                        MiraiNotSerializable.class,
                        ErrorCode.NOT_SERIALIZABLE,
                        List.of("Alien")),
                new Row(
                        "an exception whose class only the daemon has",
                        new OnlyThere(
                                OnlyThere.bytes(
                                        "AlienException",
                                        "public class AlienException extends Exception { public String getMessage() { return \"from afar\"; } }"),
                                "AlienException",
                                true),
                        MiraiError.class,
                        ErrorCode.ERROR,
                        List.of("AlienException: from afar")));
    }

    static Stream<Row> exits() {
        return Stream.of(
                new Row(
                        "System.exit",
                        () -> {
                            System.exit(3);
                            return null;
                        },
                        MiraiReset.class,
                        ErrorCode.RESET,
                        List.of("daemon 0 exited with status 3", "System.exit", "had begun")),
                new Row(
                        "Runtime.halt",
                        () -> {
                            Runtime.getRuntime().halt(4);
                            return null;
                        },
                        MiraiReset.class,
                        ErrorCode.RESET,
                        List.of("daemon 0 exited with status 4", "had begun")));
    }

    @ParameterizedTest
    @MethodSource("exits")
    @OnThisMachineOnly("the exit status of a daemon")
    void taskThatEndsItsDaemon_failsAloneAndSaysWhy(Row row) {
        failsAloneAndSaysWhy(row);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void badTask_failsAloneAndSaysWhy(Row row) {
        failsAloneAndSaysWhy(row);
    }

    private static void failsAloneAndSaysWhy(Row row) {
        Mirai<?> bad = daemons.mirai(row.task(), TaskOptions.none().timeout(Duration.ofSeconds(60)));
        Mirai<Integer> next = daemons.mirai(() -> 6 * 7);
        MiraiException error = errorOf(bad.call());
        assertThat(error).isInstanceOf(row.exception()).satisfies(e -> assertThat(e.getMessage())
                .contains(row.text()));
        assertThat(error.code()).isEqualTo(row.code());
        assertThat(next.collect()).isEqualTo(42);
    }

    // ---- At the call ----

    @Test
    void closureThatIsNotSerializable_isRefusedAtTheCall() {
        Thread thread = new Thread("t");
        assertThatThrownBy(() -> daemons.mirai(() -> thread.getName()))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("java.lang.Thread");
        assertThatThrownBy(() -> daemons.defer(() -> thread.getName()).block())
                .isInstanceOf(MiraiNotSerializable.class);
    }

    @Test
    void classThatIsInMemoryOnly_isRefusedAtTheCall() throws Exception {
        byte[] bytes = OnlyThere.bytes(
                "Stranded",
                "public class Stranded implements io.mirai.Task<String> { public String call() { return \"\"; } }");
        @SuppressWarnings("unchecked")
        Task<String> stranded = (Task<String>)
                OnlyThere.define("Stranded", bytes).getConstructor().newInstance();
        assertThatThrownBy(() -> daemons.mirai(stranded))
                .isInstanceOf(MiraiNotSerializable.class)
                .hasMessageContaining("Stranded: the class was made at run time and exists in memory only");
        assertThat(daemons.mirai(() -> 1).collect()).isEqualTo(1);
    }

    @Test
    void nullResult_isAValue() {
        Mirai<Object> nothing = daemons.mirai(() -> null);
        assertThat(nothing.collect()).isNull();
        assertThat(nothing.data()).isEqualTo(new Outcome.Value<>(null));
        assertThat(nothing.blockOptional()).isEmpty();
    }

    @Test
    void closedDaemons_refuse() {
        Daemons closed = Daemons.builder().profile("gone").n(1).start();
        closed.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> closed.mirai(() -> 1))
                .withMessage("profile 'gone' is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> Daemons.profile("gone"))
                .withMessageStartingWith("profile 'gone' has no daemons");
    }

    @Test
    void countsBelowTheirRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Daemons.local(-1))
                .withMessage("the number of daemons must be at least 1, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mirais.daemons(-1))
                .withMessage("the number of daemons must be at least 0, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.none().timeout(Duration.ZERO))
                .withMessage("timeout must be positive, but is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> io.mirai.DaemonOptions.none().threads(0))
                .withMessage("threads must be between 1 and 1024, but is 0");
    }

    @Test
    void blockingCallsOnAReactorThread_areRefused() {
        Mirai<Integer> slow = daemons.mirai(() -> 1);
        for (Runnable call : new Runnable[] {slow::call, slow::collect, () -> Daemons.local(1)}) {
            assertThatThrownBy(() -> Mono.fromRunnable(call)
                            .subscribeOn(Schedulers.parallel())
                            .block())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("would block");
        }
    }

    @Test
    void close_onAReactorThreadReturns() {
        Daemons own = Daemons.local(1);
        Mirai<Object> running = own.mirai(() -> {
            Thread.sleep(60_000);
            return null;
        });
        Mono.fromRunnable(own::close).subscribeOn(Schedulers.parallel()).block();
        assertThat(errorOf(running.call()))
                .isInstanceOf(MiraiReset.class)
                .hasMessageContaining("was closed before the task had ended");
        own.close();
    }

    @Test
    void interruptWhileWaiting_leavesTheTaskAlone() {
        Mirai<Integer> slow = daemons.mirai(() -> {
            Thread.sleep(500);
            return 1;
        });
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                Thread.currentThread().interrupt();
                slow.collect();
            } catch (IllegalStateException e) {
                seen.complete(e);
            }
        });
        caller.start();
        assertThat(seen.join()).hasCauseInstanceOf(InterruptedException.class);
        assertThat(slow.collect()).isEqualTo(1);
    }

    @Test
    void interruptWhileStarting_endsWhatWasBegun() {
        Thread.currentThread().interrupt();
        assertThatIllegalStateException()
                .isThrownBy(() -> Daemons.local(1))
                .withMessageStartingWith("interrupted while waiting for the daemons to dial in")
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptWhileClosing_doesNotCutItShort() {
        Daemons own = Daemons.local(1);
        Thread.currentThread().interrupt();
        own.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(own.status().connections()).isZero();
    }

    // ---- Stacks and causes ----

    @Test
    void stack_joinsTheDaemonToTheCallSite() {
        MiraiError error =
                (MiraiError) errorOf(daemons.mirai(() -> fail("deep down")).call());
        assertThat(error.remoteClassName()).isEqualTo(IOException.class.getName());
        assertThat(error.remoteStackTrace()[0].getMethodName()).isEqualTo("fail");
        StackTraceElement[] joined = error.getStackTrace();
        assertThat(joined[0].getMethodName()).isEqualTo("fail");
        assertThat(joined)
                .anyMatch(frame -> frame.getMethodName().equals("stack_joinsTheDaemonToTheCallSite"))
                .noneMatch(frame -> frame.getClassName().startsWith("io.mirai.daemon"));
        assertThat(error.getCause())
                .isInstanceOf(IOException.class)
                .hasMessage("deep down")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(error.getCause().getSuppressed()).hasSize(1);
        assertThat(error.getCause().getSuppressed()[0]).hasMessage("on the side");
    }

    @Test
    void stack_ofOtherFailuresIsTheCallSite() {
        Mirai<Object> stopped = daemons.mirai(() -> null, TaskOptions.none().timeout(Duration.ofNanos(1)));
        MiraiException error = errorOf(stopped.call());
        assertThat(error.getStackTrace()[0].getMethodName()).isEqualTo("stack_ofOtherFailuresIsTheCallSite");
    }

    private static int fail(String why) throws IOException {
        IOException e = new IOException(why, new IllegalArgumentException("the root"));
        e.addSuppressed(new IllegalStateException("on the side"));
        throw e;
    }

    private static int deep(int depth) {
        return depth < 0 ? depth : deep(depth + 1) + 1;
    }

    private static MiraiException errorOf(Mirai<?> mirai) {
        return ((Outcome.Failure<?>) mirai.data()).error();
    }

    record Holder(Thread thread) implements Serializable {}

    static final class Mute extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }
}
