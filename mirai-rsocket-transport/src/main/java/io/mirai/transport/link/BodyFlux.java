package io.mirai.transport.link;

import io.mirai.spi.Body;
import io.mirai.wire.BodyChunk;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A long body in chunks, as the peer asks for them and as there is room on the link: a peer that asks for all and reads
 * nothing costs no more than another. Each chunk is made as
 * it is sent. One subscriber.
 */
final class BodyFlux extends Flux<Payload> {

    private final Body body;
    private final Outbound outbound;
    private final ByteBufAllocator allocator;

    BodyFlux(Body body, Outbound outbound, ByteBufAllocator allocator) {
        this.body = body;
        this.outbound = outbound;
        this.allocator = allocator;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Payload> actual) {
        actual.onSubscribe(new Inner(actual, body, outbound, allocator));
    }

    private static final class Inner implements Subscription {

        private final CoreSubscriber<? super Payload> actual;
        private Body body; // touched by who emits, as is the next
        private int next;
        private final Outbound outbound;
        private final ByteBufAllocator allocator;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger emitting = new AtomicInteger();
        private volatile boolean cancelled;
        private volatile boolean awaitsRoom;

        Inner(CoreSubscriber<? super Payload> actual, Body body, Outbound outbound, ByteBufAllocator allocator) {
            this.actual = actual;
            this.body = body;
            this.outbound = outbound;
            this.allocator = allocator;
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                demand.accumulateAndGet(n, Operators::addCap);
                emit();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            emit();
        }

        private void emitNext() {
            demand.decrementAndGet();
            actual.onNext(ByteBufPayload.create(BodyChunk.encode(allocator, body, next)));
            next++;
            if (!hasNext()) {
                actual.onComplete();
            }
        }

        private boolean hasNext() {
            return next < body.chunks().size();
        }

        /** Once at a time, however often the peer asks meanwhile. */
        private void awaitRoom() {
            if (!awaitsRoom) {
                awaitsRoom = true;
                outbound.whenRoom(() -> {
                    awaitsRoom = false;
                    emit();
                });
            }
        }

        /** One thread at a time. It stops where there is no room; the call when there is some goes on. */
        private void emit() {
            if (emitting.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                emitWhatIsAsked();
                seen = emitting.addAndGet(-seen);
            } while (seen != 0);
        }

        private void emitWhatIsAsked() {
            while (!cancelled && demand.get() > 0 && hasNext()) {
                if (!outbound.hasRoom()) {
                    awaitRoom();
                    return;
                }
                try {
                    emitNext();
                } catch (Throwable e) { // such as want of memory for a chunk
                    cancelled = true;
                    actual.onError(e);
                }
            }
            if (cancelled) {
                body = Body.EMPTY;
            }
        }
    }
}
