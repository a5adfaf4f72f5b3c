package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.link.BodyShelf;
import io.mirai.wire.TaskReply;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
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
final class MonoReply extends Mono<Payload> implements ReplySender, Subscription {

    private static final int OPEN = 0;
    private static final int ENDED = 1;
    private static final AtomicIntegerFieldUpdater<MonoReply> STATE =
            AtomicIntegerFieldUpdater.newUpdater(MonoReply.class, "state");

    private final IncomingTask task;
    private final TaskHandler handler;
    private final BodyShelf bodies;
    private final ByteBufAllocator allocator;
    private final Runnable onReply;
    private @Nullable CoreSubscriber<? super Payload> actual;

    @SuppressWarnings("UnusedVariable") // it is read through STATE
    private volatile int state = OPEN;

    /**
     * For a task that has come.
     *
     * @param onReply called before the reply leaves
     */
    MonoReply(IncomingTask task, TaskHandler handler, BodyShelf bodies, ByteBufAllocator allocator, Runnable onReply) {
        this.task = task;
        this.handler = handler;
        this.bodies = bodies;
        this.allocator = allocator;
        this.onReply = onReply;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Payload> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
        handler.onTask(task, this);
    }

    @Override
    public void send(Reply.Kind kind, Body reply) {
        CoreSubscriber<? super Payload> subscriber = actual;
        if (subscriber == null || !STATE.compareAndSet(this, OPEN, ENDED)) {
            return;
        }
        if (!reply.isInline()) {
            // Before the reply leaves: the request for it may come at once.
            bodies.put(task.id(), reply);
        }
        onReply.run();
        subscriber.onNext(ByteBufPayload.create(TaskReply.encode(allocator, kind, reply)));
        subscriber.onComplete();
    }

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
        STATE.compareAndSet(this, OPEN, ENDED);
    }
}
