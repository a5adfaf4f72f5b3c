package io.mirai.promise;

import io.mirai.Outcome;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;

/**
 * Signals the outcome of a {@link Promise} to one subscriber.
 *
 * <pre>
 *   from \ event   request(n > 0)   request(n ≤ 0)   outcome is a value   outcome is anything else   cancel
 *   ─────────────────────────────────────────────────────────────────────────────────────────────────────────
 *   IDLE           REQUESTED        BROKEN           READY                DONE, signals              DONE
 *   REQUESTED      –                BROKEN           DONE, signals        DONE, signals              DONE
 *   READY          REQUESTED        BROKEN           –                    –                          DONE
 *   BROKEN         –                –                DONE, signals        DONE, signals              DONE
 *   DONE           –                –                –                    –                          –
 * </pre>
 *
 * <p>BROKEN signals the error of the bad request, whatever the outcome, and also before there is one. The thread that makes the
 * transition to DONE signals, so the subscriber is signalled one ending, and none after its cancel.
 * All transitions by an outcome, and the one out of BROKEN, are made where outcomes are published, so the subscriber is signalled
 * nowhere else; a request of a READY value publishes once more.
 */
final class PromiseSubscription<T> implements View, Subscription, Runnable, Scannable {

    private static final int IDLE = 0;
    private static final int REQUESTED = 1;
    private static final int READY = 2;
    private static final int BROKEN = 3;
    private static final int DONE = 4;

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<PromiseSubscription> STATE =
            AtomicIntegerFieldUpdater.newUpdater(PromiseSubscription.class, "state");

    private final Promise<T> promise;
    private final Scannable parent;
    private final CoreSubscriber<? super T> actual;
    private volatile int state = IDLE;
    private volatile boolean cancelled;
    private volatile boolean left;
    private volatile long broken;

    PromiseSubscription(Promise<T> promise, Scannable parent, CoreSubscriber<? super T> actual) {
        this.promise = promise;
        this.parent = parent;
        this.actual = actual;
    }

    @Override
    public boolean counts() {
        return true;
    }

    /** Goes on where outcomes are published. */
    @Override
    public void onResolved() {
        promise.publisher().publish(this);
    }

    @Override
    public void run() {
        if (state == BROKEN) {
            if (STATE.compareAndSet(this, BROKEN, DONE)) {
                actual.onError(Exceptions.nullOrNegativeRequestException(broken));
            }
            return;
        }
        Outcome<T> outcome = promise.data();
        if (outcome instanceof Outcome.Value<T> value && value.value() != null) {
            if (!STATE.compareAndSet(this, IDLE, READY) && STATE.compareAndSet(this, REQUESTED, DONE)) {
                actual.onNext(value.value());
                actual.onComplete();
            }
        } else if (STATE.getAndSet(this, DONE) != DONE) {
            if (outcome instanceof Outcome.Failure<T> failure) {
                actual.onError(failure.error());
            } else {
                actual.onComplete();
            }
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            breakOff(n);
        } else if (!STATE.compareAndSet(this, IDLE, REQUESTED) && STATE.compareAndSet(this, READY, REQUESTED)) {
            promise.publisher().publish(this);
        }
    }

    /** Ends the subscription with an error, since the subscriber has requested nothing, or less. */
    private void breakOff(long n) {
        broken = n;
        int before = STATE.getAndUpdate(this, now -> now == DONE ? DONE : BROKEN);
        if (before != DONE && before != BROKEN) {
            leave();
            promise.publisher().publish(this);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (STATE.getAndSet(this, DONE) != DONE) {
            leave();
        }
    }

    private void leave() {
        left = true;
        promise.leave(this, true);
    }

    /** Returns whether it has left the promise, by a cancel or a broken rule. */
    boolean hasLeft() {
        return left;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return parent;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.CANCELLED) {
            return cancelled;
        }
        if (key == Attr.TERMINATED) {
            return state == DONE && !cancelled;
        }
        return null;
    }
}
