package io.mirai.transport;

import static org.awaitility.Awaitility.await;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.wire.TaskRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon's end that answers each task at once, and counts them. */
final class Counting extends Pair.Echo {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final AtomicInteger tasks = new AtomicInteger();

    @Override
    public void onTask(TaskRequest task, TaskExchange exchange) {
        tasks.incrementAndGet();
        exchange.send(Reply.Kind.VALUE, 0, Body.EMPTY);
    }

    /** Waits until the host has sent so many more. */
    void awaitMore(int more) {
        int from = tasks.get();
        await().atMost(LIMIT).until(() -> tasks.get() >= from + more);
    }
}
