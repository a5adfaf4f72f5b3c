package io.mirai.daemon.task;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.ValueSender;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a task has that no host has sent. */
final class TestExchange implements TaskExchange {

    private final Mono<Body> body;
    private final Consumer<Reply.Kind> replies;

    TestExchange(Mono<Body> body, Consumer<Reply.Kind> replies) {
        this.body = body;
        this.replies = replies;
    }

    @Override
    public Mono<Body> body() {
        return body;
    }

    @Override
    public Mono<Body> function() {
        return Mono.empty();
    }

    @Override
    public ControlRequest control() {
        return new ControlRequest(0, 1, new KeepAliveTimes(10_000, 60_000), Body.MAX_BYTES, 0, Mrg32k3a.ofSeed(1), "");
    }

    @Override
    public RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Override
    public @Nullable ValueSender values() {
        return null;
    }

    @Override
    public void send(Reply.Kind kind, int micros, Body reply) {
        replies.accept(kind);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void awaitSent() {}
}
