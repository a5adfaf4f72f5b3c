package io.mirai.memory;

import io.mirai.spi.Body;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** The values of one task, which come when the test says so, and what was asked for. */
public final class InMemoryStream {

    private final InMemoryCodec codec;
    private @Nullable CoreSubscriber<? super Mono<Body>> subscriber;
    private final AtomicLong requested = new AtomicLong();
    private boolean cancelled;

    InMemoryStream(InMemoryCodec codec) {
        this.codec = codec;
    }

    /** How many values the host wants and has not had. */
    public long requested() {
        return requested.get();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /** The task brings a value. */
    public void brings(Object value) {
        sends(Mono.just(codec.put(value)));
    }

    /** The task brings a value that is fetched apart. */
    public LateBody bringsLate(Object value) {
        LateBody late = new LateBody(0, codec.put(value), body -> {});
        sends(late.mono());
        return late;
    }

    private void sends(Mono<Body> body) {
        if (requested.getAndDecrement() <= 0) {
            throw new IllegalStateException("nobody asked for it");
        }
        if (!cancelled) {
            Objects.requireNonNull(subscriber).onNext(body);
        }
    }

    Flux<Mono<Body>> values() {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Mono<Body>> actual) {
                subscriber = actual;
                actual.onSubscribe(new Demand());
            }
        };
    }

    private final class Demand implements Subscription {

        @Override
        public void request(long n) {
            requested.accumulateAndGet(n, Operators::addCap);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
