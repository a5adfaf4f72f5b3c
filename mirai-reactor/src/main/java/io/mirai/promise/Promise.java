package io.mirai.promise;

import io.mirai.MiraiCanceled;
import io.mirai.Outcome;
import io.mirai.dispatch.Faults;
import io.mirai.dispatch.TaskLabel;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/**
 * Holds the outcome of a task, and until that is there the views that wait for it. Thread-safe. The whole state is one reference:
 *
 * <pre>
 *   Open(views) ── a view joins or leaves ──► Open(views')
 *        │
 *        └── reply, stop, timeout, death, close, the last cancel: the first compare-and-set ──► Outcome, LateOutcome
 * </pre>
 *
 * <pre>
 *   from   event            to            who is told
 *   ─────────────────────────────────────────────────────────────────────────────────────────────────────
 *   Open   tryResolve       Outcome       the views
 *   Open   tryResolve       LateOutcome   the views; the value is read, or the exception made, when somebody looks
 *   Open   stop             Outcome       the task, which was stopped, then the views
 *   Open   join             Open          –
 *   Open   leave            Open          –; if no view that counts is left it may be a stop, in the same transition
 *   Open   stopIfUnwanted   Outcome       as stop, if no view counts; otherwise nothing changes
 *   ended  any              –             the caller, by the returned value
 * </pre>
 *
 * <p>{@link io.mirai.Mirai} is its public face.
 *
 * @param <T> the type of the value
 */
public final class Promise<T> {

    /** The state before the outcome: the views, and what stops the work. */
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

        /** Tells all views; one that fails keeps no other from hearing. */
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
    private static final AtomicReferenceFieldUpdater<Promise, Object> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Promise.class, Object.class, "state");

    private final TaskLabel label;
    private final OutcomePublisher publisher;
    private volatile Object state; // an Open, or how it ended: an Outcome or a LateOutcome

    /**
     * Makes the promise of a task that is under way.
     *
     * @param onStop runs when it was stopped
     */
    public Promise(TaskLabel label, OutcomePublisher publisher, Runnable onStop) {
        this(label, publisher, new Open(onStop, Open.NOBODY));
    }

    private Promise(TaskLabel label, OutcomePublisher publisher, Object state) {
        this.label = label;
        this.publisher = publisher;
        this.state = state;
    }

    /** Makes the promise of a task that is resolved. */
    public static <T> Promise<T> resolved(TaskLabel label, OutcomePublisher publisher, Outcome<T> outcome) {
        return new Promise<>(label, publisher, (Object) outcome);
    }

    /** Returns the label of its task. */
    public TaskLabel label() {
        return label;
    }

    /** Returns whether the task is unresolved. Never blocks. */
    public boolean unresolved() {
        return state instanceof Open;
    }

    /** Returns the outcome of the task so far. Never blocks. */
    public Outcome<T> data() {
        return outcomeOr(new Outcome.Unresolved<>());
    }

    /**
     * Stops the task, unless it is resolved.
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

    /** Makes the failure of a task that is stopped. */
    public MiraiCanceled canceled() {
        return new MiraiCanceled(Texts.canceled(label));
    }

    /** Returns the index of the first of some promises to resolve; see {@link io.mirai.Mirai#race}. */
    public static Mono<Integer> race(List<? extends Promise<?>> promises) {
        return new MonoRace(promises);
    }

    /**
     * Subscribes to the outcome.
     *
     * @param parent the publisher that the subscription belongs to
     */
    public void subscribe(CoreSubscriber<? super T> actual, Scannable parent) {
        PromiseSubscription<T> view = new PromiseSubscription<>(this, parent, actual);
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

    /** Shows it as {@code Mirai[id=7, name=fit, unresolved]}, or with a short form of the outcome. */
    @Override
    public String toString() {
        String name = label.name().isEmpty() ? "" : ", name=" + label.name();
        return "Mirai[id=" + label.id() + name + ", " + Texts.shortly(data()) + "]";
    }

    /** Returns the publisher of its outcome. */
    public OutcomePublisher publisher() {
        return publisher;
    }

    /** Returns how many views it has: subscribers, waiting threads and watchers. */
    public int views() {
        return state instanceof Open open ? open.views.length : 0;
    }

    /** Runs code of ours at the outcome, on the thread that resolves; this does not count as a subscription. */
    public void whenResolved(Runnable ours) {
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
     * Resolves the task.
     *
     * @return whether this was the transition that resolved it
     */
    public boolean tryResolve(Outcome<T> outcome) {
        return tryEnd(outcome);
    }

    /**
     * Resolves the task by an outcome that is made when somebody looks.
     *
     * @return whether this was the transition that resolved it
     */
    public boolean tryResolve(LateOutcome<T> outcome) {
        return tryEnd(outcome);
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

    /** Returns the {@link Outcome} or {@link LateOutcome} of a task that is resolved. */
    public Object end() {
        return state;
    }

    /** Adds a view; returns false if the task is resolved, so that the view hears nothing. */
    public boolean join(View view) {
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
     * @param stopsIfLast whether the task is stopped if no view that counts is left, in the same transition
     */
    public void leave(View view, boolean stopsIfLast) {
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
     * Stops the task if no view counts any more.
     *
     * @return whether this stopped it
     */
    public boolean stopIfUnwanted() {
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
        boolean stops = STATE.compareAndSet(this, open, canceledOutcome());
        if (stops) {
            try {
                open.onStop.run();
            } finally {
                whoHears.announce(label);
            }
        }
        return stops;
    }

    private Outcome.Failure<T> canceledOutcome() {
        return new Outcome.Failure<>(canceled());
    }

    @SuppressWarnings("unchecked")
    private Outcome<T> outcomeOr(Outcome<T> unresolved) {
        Object current = state;
        if (current instanceof LateOutcome<?> late) {
            return ((LateOutcome<T>) late).outcome();
        }
        return current instanceof Open ? unresolved : (Outcome<T>) current;
    }

    /**
     * Waits for all outcomes; the thread counts as a subscriber of each from the beginning.
     *
     * @param what the call that waits, for messages
     */
    public static void awaitAll(Collection<? extends Promise<?>> promises, String what) {
        Blocking.check(what);
        Waiter[] waiters = new Waiter[promises.size()];
        int joined = 0;
        for (Promise<?> promise : promises) {
            waiters[joined++] = new Waiter(promise);
        }
        try {
            for (Waiter waiter : waiters) {
                waiter.await();
            }
        } catch (InterruptedException e) {
            for (Waiter waiter : waiters) {
                waiter.leave();
            }
            throw Blocking.interrupted(what, e);
        }
    }
}
