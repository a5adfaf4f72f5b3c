package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.TaskRequest;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Functions that many tasks apply: the daemon asks for one by its number, as long as tasks apply it. */
class FunctionTest {

    private static final Body ELEMENT = Body.of(new byte[] {1, 2, 3});

    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    /** Answers each task by the function that it is to apply. */
    private static final class Asking extends Pair.Echo {

        final Queue<Long> forgotten = new ConcurrentLinkedQueue<>();
        final Queue<Long> ids = new ConcurrentLinkedQueue<>();
        final Queue<Mono<Body>> functions = new ConcurrentLinkedQueue<>();

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            ids.add(task.functionId());
            functions.add(exchange.function());
            exchange.function().subscribe(body -> exchange.send(Reply.Kind.VALUE, 0, body));
        }

        @Override
        public void onForget(long functionId) {
            forgotten.add(functionId);
        }
    }

    private byte[] apply(DaemonLink link, SharedFunction function) {
        TaskMessage task = pair.task(ELEMENT);
        Sinks.One<Reply> reply = Sinks.one();
        link.send(
                new TaskMessage(task.id(), task.sequence(), 0, 1, 1, "", Work.apply(function), task.body()),
                reply::tryEmitValue);
        return ExchangeTest.join(Pair.await(reply.asMono().flatMap(Reply::body)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, Body.CHUNK_BYTES, Body.CHUNK_BYTES + 1, 3_000_000})
    void function_ofAnyLength_isThereForWhoAsks(int length) {
        Asking daemon = new Asking();
        pair.dial(daemon);
        byte[] bytes = ExchangeTest.random(length);
        SharedFunction function = new SharedFunction(7, ExchangeTest.body(bytes));
        DaemonLink link = pair.link();
        assertThat(apply(link, function)).isEqualTo(bytes);
        assertThat(apply(link, function)).as("asked for once more").isEqualTo(bytes);
        assertThat(daemon.ids).containsExactly(7L, 7L);
    }

    @Test
    void functions_ofSeveralTasksAndLinks_areNotMixedUp() {
        pair.dial(new Asking());
        DaemonLink first = pair.link();
        pair.dial(new Asking());
        DaemonLink second = pair.link();
        SharedFunction one = new SharedFunction(1, Body.of(new byte[] {1}));
        SharedFunction other = new SharedFunction(2, ExchangeTest.body(ExchangeTest.random(500_000)));
        assertThat(apply(first, one)).containsExactly(1);
        assertThat(apply(second, other)).isEqualTo(ExchangeTest.join(other.body()));
        assertThat(apply(first, other)).isEqualTo(ExchangeTest.join(other.body()));
        assertThat(apply(second, one)).containsExactly(1);
    }

    @Test
    void forget_tellsTheDaemonsThatMayHaveIt_andAnswersNoMore() {
        Asking user = new Asking();
        pair.dial(user);
        DaemonLink link = pair.link();
        Asking other = new Asking();
        pair.dial(other);
        DaemonLink otherLink = pair.link();
        SharedFunction function = new SharedFunction(3, Body.of(new byte[] {1}));
        SharedFunction kept = new SharedFunction(4, Body.of(new byte[] {4}));
        apply(link, function);
        apply(otherLink, kept);
        for (int i = 0; i < 2; i++) {
            link.forget(function);
            otherLink.forget(function);
        }
        // Behind the news: both have heard what there is to hear.
        assertThat(apply(link, kept)).containsExactly(4);
        assertThat(apply(otherLink, kept)).containsExactly(4);
        assertThat(user.forgotten).containsExactly(3L);
        assertThat(other.forgotten).isEmpty();
        Mono<Body> asked = user.functions.remove();
        assertThatThrownBy(() -> Pair.await(asked))
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("the host has no function 3: no task of this daemon applies it");
    }

    @Test
    void function_linkEndsMeanwhile_isAnIOException() {
        Queue<Mono<Body>> asked = new ConcurrentLinkedQueue<>();
        HostConnection daemon = pair.dial(new Pair.Echo() {
            @Override
            public void onTask(TaskRequest task, TaskExchange exchange) {
                asked.add(exchange.function());
            }
        });
        TaskMessage task = pair.task(ELEMENT);
        SharedFunction function = new SharedFunction(5, Body.of(new byte[] {1}));
        pair.link().send(new TaskMessage(task.id(), 1, 0, 1, 1, "", Work.apply(function), ELEMENT), reply -> {});
        await().atMost(Pair.LIMIT).until(() -> !asked.isEmpty());
        DaemonSide.close(daemon);
        daemon.onClose().block(Pair.LIMIT);
        assertThatThrownBy(() -> Pair.await(asked.remove())).hasCauseInstanceOf(IOException.class);
    }
}
