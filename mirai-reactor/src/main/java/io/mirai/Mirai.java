package io.mirai;

import io.mirai.dispatch.Faults;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.Texts;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One task, already submitted: a promise-like value, and a {@link Mono} that replays its outcome to
 * any number of subscribers. A null value completes empty, a failure is {@code
 * onError(MiraiException)}.
 *
 * <p>It is hot: {@code retry} and {@code repeat} on it make no new task; {@link
 * Daemons#defer(Task)} is the cold form. When the last subscriber cancels before the outcome, the
 * task is {@linkplain #stop() stopped}; threads that wait in {@link #call()} and {@link #collect()}
 * count as subscribers. Subscribers are signalled on {@code Schedulers.parallel()}, or where {@link
 * Daemons.Builder#publishOn} says.
 *
 * <p>Thread-safe. The whole state is one reference:
 *
 * <pre>
 *   Open(views) ── a view joins or leaves ──► Open(views')
 *        │
 *        └── reply, stop, timeout, death, close, the last cancel: whoever swaps first ──► Outcome, LateOutcome
 * </pre>
 *
 * <p>Its counterpart in R's mirai is the object that {@code mirai()} returns.
 *
 * @param <T> the type of the value
 */
public final class Mirai<T> extends Mono<T> implements Scannable {

    /** The state before the outcome: who looks on, and who stops the work. */
    private static final class Open {

        private static final View[] NOBODY = {};

        final Runnable onStop;
        final View[] views;

        Open(Runnable onStop, View[] views) {
            this.onStop = onStop;
            this.views = views;
        }

        Open with(View view) {
            View[] more = Arrays.copyOf(views, views.length + 1);
            more[views.length] = view;
            return new Open(onStop, more);
        }

        Open without(View view) {
            return new Open(onStop, Arrays.stream(views).filter(v -> v != view).toArray(View[]::new));
        }

        /** One view that fails keeps no other from hearing. */
        void announce(TaskLabel label) {
            for (View view : views) {
                try {
                    view.onResolved();
                } catch (Throwable e) {
                    Faults.error(() -> Texts.viewFailed(label), e);
                }
            }
        }

        boolean has(View view) {
            return Arrays.stream(views).anyMatch(v -> v == view);
        }

        boolean isWanted() {
            return Arrays.stream(views).anyMatch(View::counts);
        }
    }

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<Mirai, Object> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Mirai.class, Object.class, "state");

    private final TaskLabel label;
    private final OutcomePublisher publisher;
    private volatile Object state; // an Open, or how it ended: an Outcome or a LateOutcome

    /**
     * Of a task that is under way.
     *
     * @param onStop hears that it was stopped
     */
    Mirai(TaskLabel label, OutcomePublisher publisher, Runnable onStop) {
        this(label, publisher, new Open(onStop, Open.NOBODY));
    }

    private Mirai(TaskLabel label, OutcomePublisher publisher, Object state) {
        this.label = label;
        this.publisher = publisher;
        this.state = state;
    }

    /** Of a task that has its outcome. */
    static <T> Mirai<T> resolved(TaskLabel label, OutcomePublisher publisher, Outcome<T> outcome) {
        return new Mirai<>(label, publisher, (Object) outcome);
    }

    /** The number of the task; increases in the life of this JVM. */
    public long id() {
        return label.id();
    }

    /** Whether the task has no outcome yet. Never blocks. */
    public boolean unresolved() {
        return state instanceof Open;
    }

    /** What has come of the task so far. Never blocks. */
    public Outcome<T> data() {
        return outcomeOr(new Outcome.Unresolved<>());
    }

    /**
     * Waits for the outcome.
     *
     * @return this
     * @throws IllegalStateException on a thread that may not block, or if the thread is interrupted;
     *     then its flag is set again and the task goes on
     */
    public Mirai<T> call() {
        await("call()");
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
        Outcome<T> outcome = await("collect()");
        if (outcome instanceof Outcome.Failure<T> failure) {
            throw failure.error();
        }
        return ((Outcome.Value<T>) outcome).value();
    }

    /**
     * Stops the task: it resolves at once as {@link MiraiCanceled}, never runs if it was queued, and
     * its thread is interrupted if it runs.
     *
     * @return whether it was unresolved
     */
    public boolean stop() {
        while (state instanceof Open open) {
            if (tryStop(open)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The index of the first of some mirais to resolve; the lowest, if several have already. Empty
     * for an empty list. It only watches: to cancel it stops nothing.
     */
    public static Mono<Integer> race(List<? extends Mirai<?>> mirais) {
        return new MonoRace(mirais);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        MiraiSubscription<T> view = new MiraiSubscription<>(this, actual);
        actual.onSubscribe(view);
        if (!join(view)) {
            view.onResolved();
        } else if (view.hasLeft()) {
            // cancel() or request(0) found no view to take away, for it came inside onSubscribe, or here:
            //   T1: onSubscribe · · · · · join(view)  hasLeft() is true
            //   T2:               cancel()
            leave(view, true);
        }
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
            return label.name().isEmpty() ? "mirai-" + label.id() : label.name();
        }
        if (key == Attr.RUN_ON) {
            return publisher.scheduler();
        }
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        return null;
    }

    /** {@code Mirai[id=7, name=fit, unresolved]}, or the outcome, short. */
    @Override
    public String toString() {
        String name = label.name().isEmpty() ? "" : ", name=" + label.name();
        return "Mirai[id=" + label.id() + name + ", " + Texts.shortly(data()) + "]";
    }

    /** Signals where outcomes are published. */
    void publish(Runnable signal) {
        publisher.publish(signal);
    }

    /** Where outcomes are published. */
    OutcomePublisher publisher() {
        return publisher;
    }

    /** How many look on: subscribers, waiting threads and watchers. */
    int views() {
        return state instanceof Open open ? open.views.length : 0;
    }

    /** Runs something of ours at the outcome, on the thread that resolves; it only watches. */
    void whenResolved(Runnable ours) {
        View watcher = new View() {
            @Override
            public boolean counts() {
                return false;
            }

            @Override
            public void onResolved() {
                ours.run();
            }
        };
        if (!join(watcher)) {
            ours.run();
        }
    }

    // ---- Transitions of the state ----

    /**
     * Ends the task.
     *
     * @return whether this was the transition that ended it
     */
    boolean tryResolve(Outcome<T> outcome) {
        return tryEnd(outcome);
    }

    /**
     * Ends the task by a failure whose exception is made when somebody looks.
     *
     * @return whether this was the transition that ended it
     */
    boolean tryFail(LateOutcome<T> failure) {
        return tryEnd(failure);
    }

    private boolean tryEnd(Object end) {
        while (state instanceof Open open) {
            if (STATE.compareAndSet(this, open, end)) {
                open.announce(label);
                return true;
            }
        }
        return false;
    }

    /** How it ended, an {@link Outcome} or a {@link LateOutcome}; to be asked when it has. */
    Object end() {
        return state;
    }

    /** Adds a view; false if the mirai is resolved, so that no outcome will be announced to it. */
    boolean join(View view) {
        while (state instanceof Open open) {
            if (STATE.compareAndSet(this, open, open.with(view))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes a view away.
     *
     * @param stopsIfLast whether the task is stopped if nobody is left who wants it; then that is the
     *     same transition
     */
    void leave(View view, boolean stopsIfLast) {
        while (state instanceof Open open && open.has(view)) {
            Open rest = open.without(view);
            if (stopsIfLast && !rest.isWanted()) {
                if (tryStop(open, rest)) {
                    return;
                }
            } else if (STATE.compareAndSet(this, open, rest)) {
                // A map is a view of each of its elements, which may cease to count while others go:
                //   T1: the map's last subscriber leaves · · · stopIfUnwanted(): this view still counts
                //   T2:                     the map counts · · · · · · · · · · · · CAS to the rest  · · looks again
                if (stopsIfLast && !rest.isWanted()) {
                    tryStop(rest);
                }
                return;
            }
        }
    }

    /**
     * Stops the task if nobody who looks on wants it any more.
     *
     * @return whether this stopped it
     */
    boolean stopIfUnwanted() {
        while (state instanceof Open open && !open.isWanted()) {
            if (tryStop(open)) {
                return true;
            }
        }
        return false;
    }

    private boolean tryStop(Open open) {
        return tryStop(open, open);
    }

    private boolean tryStop(Open open, Open whoHears) {
        boolean stops = STATE.compareAndSet(this, open, canceled());
        if (stops) {
            try {
                open.onStop.run();
            } finally {
                whoHears.announce(label);
            }
        }
        return stops;
    }

    private Outcome.Failure<T> canceled() {
        return new Outcome.Failure<>(new MiraiCanceled(Texts.canceled(label)));
    }

    @SuppressWarnings("unchecked")
    private Outcome<T> outcomeOr(Outcome<T> unresolved) {
        Object current = state;
        if (current instanceof LateOutcome<?> late) {
            return ((LateOutcome<T>) late).outcome();
        }
        return current instanceof Open ? unresolved : (Outcome<T>) current;
    }

    private Outcome<T> await(String what) {
        awaitAll(List.of(this), what);
        return data();
    }

    /** Waits for all of them, and counts as a subscriber of each from the beginning. */
    static void awaitAll(Collection<? extends Mirai<?>> mirais, String what) {
        if (Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(Texts.mayNotBlock(what, Thread.currentThread()));
        }
        Waiter[] waiters = new Waiter[mirais.size()];
        int joined = 0;
        for (Mirai<?> mirai : mirais) {
            waiters[joined++] = new Waiter(mirai);
        }
        try {
            for (Waiter waiter : waiters) {
                waiter.await();
            }
        } catch (InterruptedException e) {
            for (Waiter waiter : waiters) {
                waiter.leave();
            }
            Thread.currentThread().interrupt();
            throw new IllegalStateException(Texts.interruptedWhileWaiting(what), e);
        }
    }
}
