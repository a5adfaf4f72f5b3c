package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.transport.link.BodyShelf;
import io.mirai.wire.StreamItem;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The values of one task that streams, on the daemon's side.
 *
 * <pre>
 *              the host asks for them          the task ends
 *   UNASKED ─────────────────────────► ASKED ────────────────► ENDED   the stream completes
 *      │                                 │ cancel                ▲
 *      │                                 └───────────────────────┤     what was kept for it is dropped
 *      └───────────── the task ends ─────────────────────────────┘     a request for them gets none
 * </pre>
 */
final class FluxValues extends Flux<Payload> implements ValueSender, Subscription {

    private enum State {
        UNASKED,
        ASKED,
        ENDED
    }

    /** While so much waits to be fetched no more is made. */
    private static final long MAX_KEPT_BYTES = 32 * Body.CHUNK_BYTES;

    private static final AtomicReferenceFieldUpdater<FluxValues, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(FluxValues.class, State.class, "state");

    private final long taskId;
    private final BodyShelf bodies;
    private final ByteBufAllocator allocator;
    private final AtomicLong demand = new AtomicLong();

    /** How long the values are that were not fetched yet. */
    private final AtomicLong keptBytes = new AtomicLong();

    private volatile Runnable onDemand = () -> {};
    private volatile State state = State.UNASKED;
    private @Nullable CoreSubscriber<? super Payload> actual; // written before ASKED is

    FluxValues(long taskId, BodyShelf bodies, ByteBufAllocator allocator) {
        this.taskId = taskId;
        this.bodies = bodies;
        this.allocator = allocator;
    }

    // ---- The host ----

    @Override
    public void subscribe(CoreSubscriber<? super Payload> subscriber) {
        actual = subscriber;
        if (STATE.compareAndSet(this, State.UNASKED, State.ASKED)) {
            subscriber.onSubscribe(this);
        } else {
            Operators.complete(subscriber);
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            demand.accumulateAndGet(n, Operators::addCap);
            onDemand.run();
        }
    }

    /** The host wants no more, or the link has ended. */
    @Override
    public void cancel() {
        if (STATE.getAndSet(this, State.ENDED) != State.ENDED) {
            bodies.dropAllOf(taskId);
        }
    }

    // ---- The task ----

    @Override
    public void onDemand(Runnable call) {
        onDemand = call;
    }

    @Override
    public long takeDemand(long most) {
        if (keptBytes.get() >= MAX_KEPT_BYTES) {
            return 0;
        }
        long before = demand.getAndUpdate(now -> now - Math.min(now, most));
        return Math.min(before, most);
    }

    @Override
    public void send(Body value) {
        CoreSubscriber<? super Payload> subscriber = actual;
        if (state != State.ASKED || subscriber == null) {
            return;
        }
        long bodyId = bodies.nextId();
        if (!value.isInline()) {
            // Before the value leaves: the request for it may come at once.
            keptBytes.addAndGet(value.length());
            bodies.put(bodyId, value, taskId, () -> onGone(value.length()));
            if (state == State.ENDED) {
                // T1: send: state is ASKED · · · · · put            state is ENDED
                // T2:                        cancel, drops all kept
                bodies.drop(bodyId);
            }
        }
        subscriber.onNext(ByteBufPayload.create(StreamItem.encode(allocator, bodyId, value)));
    }

    private void onGone(long length) {
        keptBytes.addAndGet(-length);
        onDemand.run();
    }

    /** The task has ended: nothing comes any more, and what was not fetched yet is still kept. */
    void end() {
        State before = STATE.getAndSet(this, State.ENDED);
        CoreSubscriber<? super Payload> subscriber = actual;
        if (before == State.ASKED && subscriber != null) {
            subscriber.onComplete();
        }
    }
}
