package io.mirai.daemon.task;

import io.mirai.spi.Body;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * Takes the values of a task's publisher, each encoded where it is emitted. A publisher that breaks the rules, or emits
 * what cannot be carried, is cancelled and has failed.
 */
abstract class ValueSubscriber implements Subscriber<Object> {

    /** A value that cannot be carried, and why. */
    static final class UnsentException extends Exception {

        private static final long serialVersionUID = 1;

        final transient Throwable why;

        UnsentException(Throwable why) {
            super(why);
            this.why = why;
        }
    }

    private final Function<Object, Body> encoding;
    private final AtomicLong allowed = new AtomicLong();
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Throwable failure; // written before ended is
    private volatile boolean ended;

    /**
     * Not subscribed yet.
     *
     * @param encoding makes a value's body
     */
    ValueSubscriber(Function<Object, Body> encoding) {
        this.encoding = encoding;
    }

    /** The publisher may be asked for values now. */
    abstract void onOpen();

    /** A value has come. */
    abstract void onBody(Body body);

    /** The publisher has ended. */
    abstract void onEnd();

    final boolean isOpen() {
        return subscription != null;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** What the publisher failed with; null if it completed or has not ended. */
    final @Nullable Throwable failure() {
        return failure;
    }

    /** Asks the publisher, which is open, for more. */
    final void ask(long more) {
        allowed.accumulateAndGet(more, Operators::addCap);
        Objects.requireNonNull(subscription).request(more);
    }

    /** Takes no value any more. */
    final void giveUp() {
        ended = true;
        cancelPublisher();
    }

    private void cancelPublisher() {
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public final void onSubscribe(Subscription fresh) {
        if (subscription != null) {
            fresh.cancel();
            return;
        }
        subscription = fresh;
        onOpen();
    }

    @Override
    public final void onNext(Object value) {
        if (ended) {
            return;
        }
        if (allowed.getAndDecrement() <= 0) {
            breakOff(new IllegalStateException(Texts.moreThanRequested()));
            return;
        }
        try {
            onBody(encoding.apply(Objects.requireNonNull(value, Texts.nullValue())));
        } catch (Throwable e) {
            breakOff(new UnsentException(e));
        }
    }

    private void breakOff(Throwable why) {
        cancelPublisher();
        onError(why);
    }

    @Override
    public final void onError(Throwable thrown) {
        if (!ended) {
            failure = thrown;
            onComplete();
        }
    }

    @Override
    public final void onComplete() {
        ended = true;
        onEnd();
    }
}
