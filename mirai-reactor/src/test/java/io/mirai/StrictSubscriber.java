package io.mirai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** A subscriber that holds its publisher to the rules: in order, one at a time, no more than requested, one end. */
final class StrictSubscriber<T> implements CoreSubscriber<T> {

    final List<T> values = new ArrayList<>();
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private @Nullable Subscription subscription;
    private long requested;
    private boolean cancelled;
    private @Nullable String end;
    private @Nullable Throwable error;

    void request(long n) {
        requested = Operators.addCap(requested, n);
        subscription().request(n);
    }

    void cancel() {
        cancelled = true;
        subscription().cancel();
    }

    boolean isOver() {
        return end != null || cancelled;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** "complete", "error", or null. */
    @Nullable
    String end() {
        return end;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    private Subscription subscription() {
        if (subscription == null) {
            throw new AssertionError("onSubscribe was not called");
        }
        return subscription;
    }

    @Override
    public void onSubscribe(Subscription fresh) {
        require(subscription == null, "a second subscription");
        subscription = fresh;
    }

    @Override
    public void onNext(T value) {
        enter("onNext " + value);
        values.add(value);
        require(values.size() <= requested, "more values than requested: " + values.size() + " of " + requested);
        leave();
    }

    @Override
    public void onError(Throwable thrown) {
        enter("onError " + thrown);
        error = thrown;
        end = "error";
        leave();
    }

    @Override
    public void onComplete() {
        enter("onComplete");
        end = "complete";
        leave();
    }

    private void enter(String signal) {
        require(inside.compareAndSet(null, Thread.currentThread()), signal + " inside another signal");
        require(subscription != null, signal + " before onSubscribe");
        require(end == null, signal + " after " + end);
        require(!cancelled, signal + " after the cancel");
    }

    private void leave() {
        inside.set(null);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
