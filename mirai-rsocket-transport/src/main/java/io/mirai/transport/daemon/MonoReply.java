package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.TaskReply;
import io.mirai.wire.TaskRequest;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * One task on the daemon's side: its stream stays open until the reply is sent.
 *
 * <pre>
 *   OPEN ── send ───► ENDED    the reply leaves
 *   OPEN ── cancel ─► ENDED    the link has ended: a reply goes nowhere
 * </pre>
 */
final class MonoReply extends Mono<Payload> implements TaskExchange, Subscription {

    private static final int OPEN = 0;
    private static final int ENDED = 1;
    private static final AtomicIntegerFieldUpdater<MonoReply> STATE =
            AtomicIntegerFieldUpdater.newUpdater(MonoReply.class, "state");

    private final Responder link;
    private final ControlRequest control;
    private final TaskRequest task;
    private final @Nullable FluxValues values;
    private @Nullable CoreSubscriber<? super Payload> actual;

    private volatile int state = OPEN;

    /**
     * For a task that has come.
     *
     * @param control what its host said at the admission
     * @param values those that it streams; null if it brings one value
     */
    MonoReply(Responder link, ControlRequest control, TaskRequest task, @Nullable FluxValues values) {
        this.link = link;
        this.control = control;
        this.task = task;
        this.values = values;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Payload> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
        link.handler.onTask(task, this);
    }

    @Override
    public Mono<Body> body() {
        Body inline = task.inline();
        return inline != null ? Mono.just(inline) : link.fetchBody(task);
    }

    @Override
    public Mono<Body> function() {
        return link.fetchFunction(task.functionId());
    }

    @Override
    public ControlRequest control() {
        return control;
    }

    @Override
    public RandomGenerator random() {
        return control.random().stream(task.stream());
    }

    @Override
    public @Nullable ValueSender values() {
        return values;
    }

    @Override
    public boolean isOpen() {
        return state == OPEN;
    }

    @Override
    public void send(Reply.Kind kind, int micros, Body reply) {
        CoreSubscriber<? super Payload> subscriber = actual;
        if (subscriber == null || !STATE.compareAndSet(this, OPEN, ENDED)) {
            return;
        }
        if (!reply.isInline()) {
            // Before the reply leaves: the request for it may come at once.
            link.bodies.put(task.id(), reply);
        }
        if (values != null) {
            link.endValues(task.id(), values);
        }
        subscriber.onNext(ByteBufPayload.create(TaskReply.encode(link.allocator, kind, micros, reply)));
        subscriber.onComplete();
    }

    @Override
    public void awaitSent() {
        link.outbound.awaitLeft();
    }

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
        STATE.compareAndSet(this, OPEN, ENDED);
    }
}
