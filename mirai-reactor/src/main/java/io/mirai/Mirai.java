package io.mirai;

import io.mirai.dispatch.TaskLabel;
import io.mirai.promise.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * A task that is already submitted: a promise-like value, and a {@link Mono} that replays its outcome to any number of subscribers.
 * A null value completes empty, a failure is {@code onError(MiraiException)}.
 *
 * <p>It is hot: {@code retry} and {@code repeat} on it make no new task; {@link
 * Daemons#defer(Task)} is the cold form. When the last subscriber cancels before the outcome, the
 * task is {@linkplain #stop() stopped}; threads that wait in {@link #call()} and {@link #collect()}
 * count as subscribers. Subscribers are signalled on {@code Schedulers.parallel()}, or where {@link
 * Daemons.Builder#publishOn} says.
 *
 * <p>Thread-safe. Its counterpart in R's mirai is the object that {@code mirai()} returns.
 *
 * @param <T> the type of the value
 */
public final class Mirai<T> extends Mono<T> implements HasOutcome<T>, Scannable {

    private final Promise<T> promise;

    Mirai(Promise<T> promise) {
        this.promise = promise;
    }

    /** Returns the number of the task; later tasks of this JVM have greater ones. */
    public long id() {
        return promise.label().id();
    }

    /** Returns whether the task is unresolved. Never blocks. */
    public boolean unresolved() {
        return promise.unresolved();
    }

    /** Returns the outcome of the task so far. Never blocks. */
    @Override
    public Outcome<T> data() {
        return promise.data();
    }

    /**
     * Waits for the outcome.
     *
     * @return this
     * @throws IllegalStateException on a thread that may not block, or if the thread is interrupted;
     *     then its flag is set again and the task goes on
     */
    public Mirai<T> call() {
        awaitAll(List.of(this), "call()");
        return this;
    }

    /**
     * Waits for the value.
     *
     * @return the value, null included
     * @throws MiraiException if the task failed
     * @throws IllegalStateException as {@link #call()}
     */
    public @Nullable T collect() {
        awaitAll(List.of(this), "collect()");
        Outcome<T> outcome = data();
        if (outcome instanceof Outcome.Failure<T> failure) {
            throw failure.error();
        }
        return ((Outcome.Value<T>) outcome).value();
    }

    /**
     * Stops the task: it resolves at once as {@link MiraiCanceled}. If it was queued it never runs; if it runs its thread is
     * interrupted.
     *
     * @return whether it was unresolved
     */
    public boolean stop() {
        return promise.stop();
    }

    /**
     * Waits for the first of some mirais to resolve, and brings its index; the lowest, if several are resolved already. An empty list
     * completes empty. This does not count as a subscription of the mirais, so its cancel stops nothing.
     */
    public static Mono<Integer> race(List<? extends Mirai<?>> mirais) {
        return Promise.race(promises(mirais));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        promise.subscribe(actual, this);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.TERMINATED) {
            return !unresolved();
        }
        if (key == Attr.CANCELLED) {
            return data() instanceof Outcome.Failure<T> f && f.error() instanceof MiraiCanceled;
        }
        if (key == Attr.ERROR) {
            return data() instanceof Outcome.Failure<T> f ? f.error() : null;
        }
        if (key == Attr.NAME) {
            TaskLabel label = promise.label();
            return label.name().isEmpty() ? "mirai-" + label.id() : label.name();
        }
        if (key == Attr.RUN_ON) {
            return promise.publisher().scheduler();
        }
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        return null;
    }

    /** Shows it as {@code Mirai[id=7, name=fit, unresolved]}, or with a short form of the outcome. */
    @Override
    public String toString() {
        return promise.toString();
    }

    Promise<T> promise() {
        return promise;
    }

    /** Waits for all outcomes; the thread counts as a subscriber of each from the beginning. */
    static void awaitAll(Collection<? extends Mirai<?>> mirais, String what) {
        Promise.awaitAll(promises(mirais), what);
    }

    private static List<Promise<?>> promises(Collection<? extends Mirai<?>> mirais) {
        List<Promise<?>> promises = new ArrayList<>(mirais.size());
        mirais.forEach(mirai -> promises.add(mirai.promise()));
        return promises;
    }
}
