package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirai.DaemonContext;
import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskFunction;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Evaluator;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Listening;
import io.mirai.spi.Reply;
import io.mirai.spi.ResultClasses;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskFailure;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a profile without daemons does with its tasks, asked for through the spi. */
class EvaluatorTest {

    private static final int MAX_RESULT_BYTES = 8 * 1024 * 1024;
    private static final AtomicInteger READ = new AtomicInteger();
    private static @Nullable Evaluator evaluatorOfTasks; // they run in this JVM

    private final Evaluator evaluator = new RSocketBackend().evaluator(spec(MAX_RESULT_BYTES));
    private final List<Reply> replies = new ArrayList<>();
    private long ids;

    private static FleetSpec spec(long maxResultBytes) {
        return new FleetSpec(
                "sync", Listening.NONE, 0, maxResultBytes, new ResultClasses(Set.of(), Set.of()), Mrg32k3a.ofSeed(1));
    }

    @AfterEach
    void contextIsTheHostsAgain() {
        evaluatorOfTasks = null;
        assertThat(DaemonContext.current().isDaemon()).isFalse();
    }

    @Test
    void evaluate_aTask_bringsItsValueFromTheCallingThread() {
        long caller = Thread.currentThread().getId();
        assertThat(value(() -> Thread.currentThread().getId() == caller)).isEqualTo(true);
    }

    @Test
    void evaluate_aTask_worksOnCopiesBothWays() {
        List<int[]> captured = new ArrayList<>(List.of(new int[] {1}, new int[1_000_000]));
        Object result = value(() -> {
            captured.get(0)[0] = 2;
            captured.add(new int[0]);
            return captured;
        });
        assertThat(captured).hasSize(2);
        assertThat(captured.get(0)).containsExactly(1);
        assertThat((List<?>) result).hasSize(3).first().isEqualTo(new int[] {2});
    }

    @Test
    void evaluate_aTask_hasTheContextOfADaemon() {
        Object seen = value(() -> {
            DaemonContext context = DaemonContext.current();
            return List.of(
                    context.isDaemon(),
                    context.index(),
                    context.instance(),
                    context.taskId(),
                    context.attempt(),
                    context.isCancelled());
        });
        assertThat(seen).isEqualTo(List.of(true, 0, 1, ids, 1, false));
    }

    @Test
    void evaluate_aTask_hasItsStreamOfRandomNumbers() {
        assertThat(value(() -> DaemonContext.current().random().nextDouble()))
                .isEqualTo(Mrg32k3a.ofSeed(1).stream(ids).nextDouble());
    }

    @Test
    void evaluate_onAThreadWithAnotherLoader_putsItBack() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader other = new URLClassLoader(new URL[0])) {
            thread.setContextClassLoader(other);
            assertThat(value(() -> {
                        ClassLoader mine = Thread.currentThread().getContextClassLoader();
                        Thread.currentThread().setContextClassLoader(null);
                        return mine == EvaluatorTest.class.getClassLoader();
                    }))
                    .isEqualTo(true);
            assertThat(thread.getContextClassLoader()).isSameAs(other);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void evaluate_aTaskThatThrows_bringsTheStackDownToTheTask() {
        TaskFailure failure = failure(Reply.Kind.ERROR, () -> {
            throw new InvocationTargetException(new IllegalStateException("inner"), "outer");
        });
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.THROWN);
        assertThat(failure.className()).isEqualTo(InvocationTargetException.class.getName());
        assertThat(failure.message()).isEqualTo("outer");
        assertThat(failure.exception()).hasCause(new IllegalStateException("inner"));
        assertThat(failure.stackTrace()).hasSize(1).first().satisfies(frame -> assertThat(frame.getClassName())
                .isEqualTo(EvaluatorTest.class.getName()));
    }

    @Test
    void evaluate_aResultThatCannotBeCarried_bringsTheErrorOfADaemon() {
        TaskFailure failure = failure(Reply.Kind.ERROR, Thread::currentThread);
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.RESULT_NOT_SERIALIZABLE);
        assertThat(failure.message()).contains("java.lang.Thread");
    }

    @Test
    void evaluate_aResultOverTheLimit_bringsTheErrorOfADaemon() {
        TaskFailure failure = failure(Reply.Kind.ERROR, () -> new byte[MAX_RESULT_BYTES + 1]);
        assertThat(failure.kind()).isEqualTo(TaskFailure.Kind.RESULT_TOO_LARGE);
    }

    @Test
    void evaluate_aTaskThatCannotBeRead_bringsTheErrorOfADaemon() {
        Reply reply = evaluator.evaluate(message(Work.CALL, Body.of(new byte[] {0, 0, 0})));
        assertThat(reply.kind()).isEqualTo(Reply.Kind.ERROR);
        assertThat(evaluator.codec().decodeFailure(body(reply)).kind()).isEqualTo(TaskFailure.Kind.TASK_NOT_READABLE);
    }

    @Test
    void evaluate_namedValues_areSeenByTheirTaskAlone() {
        Body body = evaluator.codec().encodeTask(() -> globals().get("x"), Map.of("x", 5));
        assertThat(value(evaluator.evaluate(message(Work.CALL, body)))).isEqualTo(5);
        assertThat(value(() -> globals().get("x"))).isNull();
    }

    @Test
    void evaluate_everywhere_leavesWhatItPutsByName() {
        value(Work.EVERYWHERE, () -> globals().put("kept", "k"));
        value(() -> globals().put("gone", "g"));
        assertThat(value(() -> List.copyOf(globals().keySet()))).isEqualTo(List.of("kept"));
    }

    @Test
    void evaluate_aMap_readsItsFunctionOnceUntilItIsForgotten() {
        Counting counting = new Counting();
        TaskFunction<Integer, Integer> function = counting::add;
        SharedFunction shared = new SharedFunction(7, evaluator.codec().encodeFunction(function, Map.of("y", 1)));
        READ.set(0);
        assertThat(List.of(apply(shared, 1), apply(shared, 10))).containsExactly(2, 12);
        assertThat(READ).hasValue(1);
        evaluator.forget(shared);
        assertThat(apply(shared, 1)).isEqualTo(2);
        assertThat(READ).hasValue(2);
    }

    @Test
    void evaluate_configurations_carryObjectsFromThenOn() {
        evaluator.codec().serial(configs());
        value(Work.SERIAL, EvaluatorTest::configs);
        Handle handle = new Handle("h");
        assertThat(value(() -> new ArrayList<>(List.of(handle.name, handle)))).satisfies(found -> {
            List<?> list = (List<?>) found;
            assertThat(list.get(0)).isEqualTo("read h");
            assertThat(((Handle) Objects.requireNonNull(list.get(1))).name).isEqualTo("read read h");
        });
    }

    @Test
    void evaluate_withinATask_worksAndPutsTheContextBack() {
        evaluatorOfTasks = evaluator;
        assertThat(value(() -> {
                    globals().put("outer", 1);
                    Evaluator nested = Objects.requireNonNull(evaluatorOfTasks);
                    Body body = nested.codec()
                            .encodeTask(
                                    () -> List.of(
                                            DaemonContext.current().taskId(),
                                            globals().size()),
                                    Map.of());
                    Object inner =
                            value(nested, nested.evaluate(new TaskMessage(99, 1, 0, 1, 99, "", Work.CALL, body)));
                    return Arrays.asList(
                            inner, DaemonContext.current().taskId(), globals().get("outer"));
                }))
                .isEqualTo(Arrays.asList(List.of(99L, 0), ids, 1));
    }

    @Test
    void evaluate_withinATaskThatThrows_endsEachStackAtItsTask() {
        evaluatorOfTasks = evaluator;
        Object frames = value(() -> {
            Evaluator nested = Objects.requireNonNull(evaluatorOfTasks);
            Body body = nested.codec().encodeTask(EvaluatorTest::fail, Map.of());
            Reply reply = nested.evaluate(new TaskMessage(99, 1, 0, 1, 99, "", Work.CALL, body));
            return nested.codec().decodeFailure(body(reply)).stackTrace().size();
        });
        assertThat(frames).isEqualTo(1);
    }

    // ---- Streams ----

    @Test
    void values_ofAStream_comeAsTheyAreRequested() {
        StepVerifier.create(
                        values(() -> Flux.range(1, 5)
                                .map(i -> i * DaemonContext.current().instance())),
                        2)
                .expectNext(1, 2)
                .thenRequest(2)
                .expectNext(3, 4)
                .then(() -> assertThat(replies).isEmpty())
                .thenRequest(1)
                .expectNext(5)
                .verifyComplete();
        assertThat(replies).extracting(Reply::kind).containsExactly(Reply.Kind.VALUE);
    }

    @Test
    void values_ofAStream_reachAHostThatIsInNoTask() {
        StepVerifier.create(values(() -> Flux.range(1, 2))
                        .map(value -> DaemonContext.current().isDaemon()))
                .expectNext(false, false)
                .verifyComplete();
    }

    @Test
    void values_ofAStreamThatFails_tellByTheReply() {
        StepVerifier.create(values(() -> Flux.concat(Mono.just(1), Mono.error(new IllegalStateException("broke")))))
                .expectNext(1)
                .verifyComplete();
        assertThat(failure(Reply.Kind.ERROR, replies.get(0)).message()).isEqualTo("broke");
        assertThat(replies).hasSize(1);
    }

    @Test
    void values_ofATaskThatReturnsNull_tellByTheReply() {
        StepVerifier.create(values(() -> null)).verifyComplete();
        assertThat(failure(Reply.Kind.ERROR, replies.get(0)).message()).contains("Flux.empty()");
    }

    @Test
    void values_ofAValueThatCannotBeCarried_tellByTheReply() {
        StepVerifier.create(values(() -> Flux.just(1, Thread.currentThread())))
                .expectNext(1)
                .verifyComplete();
        assertThat(failure(Reply.Kind.ERROR, replies.get(0)).kind())
                .isEqualTo(TaskFailure.Kind.RESULT_NOT_SERIALIZABLE);
    }

    @Test
    void values_thatAreCancelled_cancelThePublisher() {
        READ.set(0);
        StepVerifier.create(values(() -> Flux.range(1, 5).doOnCancel(READ::incrementAndGet))
                        .take(2))
                .expectNext(1, 2)
                .verifyComplete();
        assertThat(READ).hasValue(1);
        assertThat(replies).extracting(Reply::kind).containsExactly(Reply.Kind.INTERRUPTED);
    }

    @Test
    void values_thatAreCancelledAtOnce_doNotBegin() {
        READ.set(0);
        values(() -> Flux.just(READ.incrementAndGet())).subscribe(new BaseSubscriber<Object>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });
        assertThat(READ).hasValue(0);
        assertThat(replies).extracting(Reply::kind).containsExactly(Reply.Kind.NOT_STARTED);
    }

    @Test
    void values_ofAPublisherThatNeverSubscribes_endByACancel() {
        Disposable open = values(() -> subscriber -> {}).subscribe();
        assertThat(replies).isEmpty();
        open.dispose();
        assertThat(replies).extracting(Reply::kind).containsExactly(Reply.Kind.INTERRUPTED);
    }

    // ---- Helpers ----

    private static Map<String, Object> globals() {
        return DaemonContext.current().globals();
    }

    private static List<SerialConfig<?>> configs() {
        return List.of(SerialConfig.of(
                Handle.class,
                handle -> handle.name.getBytes(StandardCharsets.UTF_8),
                bytes -> new Handle("read " + new String(bytes, StandardCharsets.UTF_8))));
    }

    private static Object fail() {
        throw new IllegalStateException();
    }

    private TaskMessage message(Work work, Body body) {
        ids++;
        return new TaskMessage(ids, ids, 0, 1, ids, "", work, body);
    }

    private @Nullable Object value(Task<?> task) {
        return value(Work.CALL, task);
    }

    private @Nullable Object value(Work work, Task<?> task) {
        return value(evaluator.evaluate(message(work, evaluator.codec().encodeTask(task, Map.of()))));
    }

    private @Nullable Object value(Reply reply) {
        return value(evaluator, reply);
    }

    private static @Nullable Object value(Evaluator evaluator, Reply reply) {
        Body body = body(reply);
        if (reply.kind() != Reply.Kind.VALUE) {
            throw new AssertionError(evaluator.codec().decodeFailure(body).exception());
        }
        return evaluator.codec().decodeValue(body);
    }

    private TaskFailure failure(Reply.Kind kind, Task<?> task) {
        return failure(
                kind, evaluator.evaluate(message(Work.CALL, evaluator.codec().encodeTask(task, Map.of()))));
    }

    private TaskFailure failure(Reply.Kind kind, Reply reply) {
        assertThat(reply.kind()).isEqualTo(kind);
        return evaluator.codec().decodeFailure(body(reply));
    }

    private static Body body(Reply reply) {
        return Objects.requireNonNull(reply.body().block());
    }

    private Object apply(SharedFunction function, int element) {
        Body body = evaluator.codec().encodeElement(element);
        return Objects.requireNonNull(value(evaluator.evaluate(message(Work.apply(function), body))));
    }

    private Flux<Object> values(Task<Publisher<?>> task) {
        Body body = evaluator.codec().encodeTask(task, new HashMap<>());
        return evaluator
                .values(message(Work.STREAM, body), replies::add)
                .map(each ->
                        Objects.requireNonNull(evaluator.codec().decodeValue(Objects.requireNonNull(each.block()))));
    }

    /** Counts how often it is read, and what it has added. */
    private static final class Counting implements Serializable {

        private static final long serialVersionUID = 1;

        private int sum;

        int add(int element) {
            sum += element;
            return sum + (int) globals().getOrDefault("y", 0);
        }

        private Object readResolve() {
            READ.incrementAndGet();
            return this;
        }
    }

    private static final class Handle {

        final String name;

        private Handle(String name) {
            this.name = name;
        }
    }
}
