package io.mirai.promise;

import io.mirai.drain.WorkInProgress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;

/**
 * Signals one subscriber many values where outcomes are published: one thread at a time, no more than was requested, and one
 * end. The subclass tells what there is to signal, and calls {@link #signal} when that has changed.
 *
 * <pre>
 *   idle ──signal, request──► a turn is published ──► drain: violation, values, end ──nothing new──► idle
 *                                                          └── ended, or cancelled: no more turns
 * </pre>
 *
 * <p>Thread-safe, but for the methods that only the drain calls.
 */
public abstract class DrainSubscription<T> extends WorkInProgress implements Subscription, Scannable {

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<DrainSubscription> CANCELLED =
            AtomicIntegerFieldUpdater.newUpdater(DrainSubscription.class, "cancelled");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<DrainSubscription> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(DrainSubscription.class, "requested");

    private final CoreSubscriber<? super T> actual;
    private final OutcomePublisher publisher;

    private volatile int cancelled;
    private volatile long requested;
    private volatile @Nullable Throwable violation;
    private volatile boolean ended;
    private boolean handing; // only the drain touches it: whether the subscriber has the thread

    protected DrainSubscription(CoreSubscriber<? super T> actual, OutcomePublisher publisher) {
        this.actual = actual;
        this.publisher = publisher;
    }

    // ---- What there is to signal; called by the drain ----

    /** Returns whether a value is there, which {@link #take} takes. */
    protected abstract boolean peek();

    /** Takes the value that is there. */
    protected abstract T take();

    /** Returns whether no value comes any more; asked when none is there. */
    protected abstract boolean isOver();

    /** Returns the error with which it ends once it is over; null if it completes. */
    protected abstract @Nullable Throwable failure();

    /** Asks for more, after a value was delivered, or all that could be signalled was. */
    protected void askForMore() {}

    /** Hears that the subscriber is about to be signalled the end. */
    protected abstract void onEnd();

    /** Hears once, on the subscriber's thread, that it has cancelled. */
    protected abstract void onCancel();

    // ---- The subscriber ----

    protected final CoreSubscriber<? super T> actual() {
        return actual;
    }

    /** Returns how many values it has requested and not received. */
    protected final long requested() {
        return requested;
    }

    protected final boolean isCancelled() {
        return cancelled != 0;
    }

    /** Returns whether the subscriber gets no more signals. */
    protected final boolean isFinished() {
        return ended || isCancelled();
    }

    @Override
    public final void request(long n) {
        if (n > 0) {
            Operators.addCap(REQUESTED, this, n);
        } else {
            violation = Exceptions.nullOrNegativeRequestException(n);
        }
        signal();
    }

    @Override
    public final void cancel() {
        if (CANCELLED.compareAndSet(this, 0, 1) && !ended) {
            onCancel();
        }
    }

    // ---- The drain ----

    /** Publishes a turn of the drain, since something may have to be signalled. */
    protected final void signal() {
        if (tryEnter()) {
            AtomicBoolean begun = new AtomicBoolean(); // a turn that is published twice is one turn
            publisher.publish(() -> {
                if (begun.compareAndSet(false, true)) {
                    drain();
                }
            });
        }
    }

    private void drain() {
        do {
            boolean goesOn;
            try {
                goesOn = signalWhatIsThere();
            } catch (Throwable e) {
                breakOff(e);
                return;
            }
            if (!goesOn) {
                return;
            }
        } while (!tryLeave());
    }

    /** Signals what is there; returns false if the subscriber gets no more signals. */
    private boolean signalWhatIsThere() {
        while (true) {
            if (isCancelled()) {
                return false;
            }
            Throwable bad = violation;
            if (bad != null) {
                breakOff(bad);
                return false;
            }
            boolean isThere = peek();
            if (!isThere && isOver()) {
                end();
                return false;
            }
            if (!isThere || requested == 0) {
                askForMore();
                return true;
            }
            T value = take();
            Operators.produced(REQUESTED, this, 1);
            handing = true;
            actual.onNext(value);
            handing = false;
            askForMore();
        }
    }

    private void end() {
        Throwable failure = failure();
        ended = true;
        onEnd();
        handing = true;
        if (failure == null) {
            actual.onComplete();
        } else {
            actual.onError(failure);
        }
    }

    /** Ends with an error. The subscriber is signalled it, unless it has thrown it, or has had its end. */
    private void breakOff(Throwable why) {
        cancel();
        if (handing) {
            Operators.onErrorDropped(why, actual.currentContext());
        } else {
            handing = true;
            actual.onError(why);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.CANCELLED) {
            return isCancelled() && !ended;
        }
        if (key == Attr.TERMINATED) {
            return ended;
        }
        if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
            return requested;
        }
        if (key == Attr.RUN_ON) {
            return publisher.scheduler();
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}
