package io.mirai.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.TaskRequest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

/** Long bodies that are given up at any moment of their way, either way: neither side keeps them, nor any buffer of them. */
class CancelledBodiesTest {

    private static final int LINKS = 3;
    private static final int ROUNDS_PER_LINK = 20;
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final Body SMALL = Body.of(new byte[] {1});

    private final Random random = new Random(11);
    private final List<WeakReference<byte[]>> sent = new ArrayList<>();

    /** Takes long bodies, until it is stopped, and gives one for each short one. */
    private final class Trader implements TaskHandler {

        private record Running(Disposable fetch, TaskExchange exchange) {}

        private final Map<Long, Running> running = new ConcurrentHashMap<>();

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            Disposable fetch = exchange.body()
                    .subscribe(
                            body -> exchange.send(Reply.Kind.VALUE, 0, body.isInline() ? fresh() : SMALL), lost -> {});
            running.put(task.id(), new Running(fetch, exchange));
        }

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {
            Running stopped = Objects.requireNonNull(running.remove(taskId));
            stopped.fetch.dispose();
            stopped.exchange.send(Reply.Kind.NOT_STARTED, 0, Body.EMPTY);
        }
    }

    private Body fresh() {
        byte[] bytes = new byte[8_000_000];
        Body body = ExchangeTest.body(bytes);
        synchronized (sent) {
            body.chunks().forEach(chunk -> sent.add(new WeakReference<>(chunk)));
        }
        return body;
    }

    @Test
    void bodies_givenUpAtAnyMoment_areKeptByNobody() {
        try (Pair pair = new Pair()) {
            for (int i = 0; i < LINKS; i++) {
                HostConnection daemon = pair.dial(new Trader());
                DaemonLink link = pair.link();
                for (int k = 0; k < ROUNDS_PER_LINK; k++) {
                    sendAndStop(pair, link);
                    takeAndCancel(pair, link);
                }
                assertThat(Pair.await(Pair.await(pair.send(link, SMALL)).body()).isInline())
                        .isFalse();
                awaitGone();
                // Two that are under way when the link ends.
                link.send(pair.task(fresh()), reply -> {});
                Pair.await(pair.send(link, SMALL)).body().subscribe(body -> {}, lost -> {});
                waitForAWhile();
                DaemonSide.close(daemon);
                daemon.onClose().block(Pair.LIMIT);
                awaitGone();
            }
        }
    }

    private void sendAndStop(Pair pair, DaemonLink link) {
        TaskMessage task = pair.task(fresh());
        Sinks.One<Reply> reply = Sinks.one();
        link.send(task, reply::tryEmitValue);
        waitForAWhile();
        link.stop(task.id(), true);
        Pair.await(reply.asMono());
    }

    private void takeAndCancel(Pair pair, DaemonLink link) {
        Disposable fetch = Pair.await(pair.send(link, SMALL)).body().subscribe();
        waitForAWhile();
        fetch.dispose();
    }

    /** Until it has begun, or has come half the way, or has come. */
    private void waitForAWhile() {
        LockSupport.parkNanos(random.nextLong(MAX_NANOS));
    }

    private void awaitGone() {
        await().atMost(Pair.LIMIT).untilAsserted(() -> {
            System.gc();
            synchronized (sent) {
                assertThat(sent).allMatch(chunk -> chunk.refersTo(null));
            }
        });
        sent.clear();
    }
}
