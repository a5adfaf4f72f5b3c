package io.mirai.map;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiException;
import io.mirai.Outcome;
import io.mirai.Progress;
import io.mirai.dispatch.Faults;
import io.mirai.promise.LateOutcome;
import io.mirai.promise.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the outcomes of the elements of a map, and the watchers of it. The state of an element is one reference:
 *
 * <pre>
 *   null ──it is fed, or asked for──► MapElement ──its promise is resolved──► Outcome, LateOutcome
 *    │                                                                           ▲
 *    └── stopped, timed out or closed before ────────────────────────────────────┘
 * </pre>
 *
 * <p>So a map of a million elements has a reference for each, and a promise for those that are under way. Beside it
 * there is a log of the order in which they were resolved. Thread-safe.
 */
public final class MapResults<R> {

    /** Makes the tasks of the elements. The thread that resolves them calls it, so it may neither block nor run user code. */
    interface Source {

        /** Hears that so many elements were resolved that had no task yet. */
        void onGivenUp(long elements);

        /** Hears once that all elements are resolved. */
        void onOver();
    }

    private static final MapWatcher[] NOBODY = {};
    private static final int HALF = 32;
    private static final long FAILED_ONE = 1L << HALF;

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<MapResults, MapWatcher[]> WATCHERS =
            AtomicReferenceFieldUpdater.newUpdater(MapResults.class, MapWatcher[].class, "watchers");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<MapResults> COUNTS =
            AtomicLongFieldUpdater.newUpdater(MapResults.class, "counts");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<MapResults> NANOS =
            AtomicLongFieldUpdater.newUpdater(MapResults.class, "nanos");

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<MapResults, Object> FIRST_FAILURE =
            AtomicReferenceFieldUpdater.newUpdater(MapResults.class, Object.class, "firstFailure");

    private final Source source;
    private final AtomicReferenceArray<@Nullable Object> elements;

    /** The indexes of the elements, each plus one, in the order in which they were resolved; 0 where none was yet. */
    private final AtomicIntegerArray log;

    private final long started = System.nanoTime();
    private volatile MapWatcher[] watchers = NOBODY;

    /** How many elements are resolved, and in the upper half how many of them failed: so both are of one moment. */
    private volatile long counts;

    /** How many nanoseconds the map has taken; 0 until it is over. */
    private volatile long nanos;

    private volatile @Nullable Object firstFailure; // an Outcome.Failure or a LateOutcome; written before it is counted

    /** The next element that {@link #failWaiting} looks at. Only the dispatcher's loop touches it. */
    private int cursor;

    MapResults(int size, Source source) {
        this.source = source;
        this.elements = new AtomicReferenceArray<>(size);
        this.log = new AtomicIntegerArray(size);
    }

    public int size() {
        return elements.length();
    }

    /** Returns the outcome of one element so far. */
    @SuppressWarnings("unchecked") // only record and failWaiting put outcomes there
    public Outcome<R> outcome(int index) {
        Object state = elements.get(index);
        if (state instanceof MapElement<?> element) {
            return (Outcome<R>) element.promise().data();
        }
        return state == null ? new Outcome.Unresolved<>() : (Outcome<R>) seen(state);
    }

    /** Returns the index of the element that was resolved as the n-th, from 0; −1 if that is still to come. */
    int resolvedAt(int n) {
        return log.get(n) - 1;
    }

    public int done() {
        return (int) counts;
    }

    public int failed() {
        return (int) (counts >>> HALF);
    }

    public boolean isOver() {
        return done() == size();
    }

    /** Returns the failure that was first in time; null if there is none. */
    public @Nullable MiraiException firstFailure() {
        Object first = firstFailure;
        return first == null ? null : ((Outcome.Failure<?>) seen(first)).error();
    }

    /** Returns how far the map has come. */
    public Progress progress() {
        long now = counts;
        long done = (int) now;
        double seconds = nanosUntil(done == size()) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = done / seconds;
        Optional<Duration> eta = done == size()
                ? Optional.of(Duration.ZERO)
                : done == 0 ? Optional.empty() : Optional.of(Duration.ofMillis((long) ((size() - done) / rate * 1e3)));
        return new Progress(done, now >>> HALF, size(), rate, eta);
    }

    private long nanosUntil(boolean over) {
        long elapsed = Math.max(1, System.nanoTime() - started);
        if (!over) {
            return elapsed;
        }
        NANOS.compareAndSet(this, 0, elapsed); // from now on every caller gets the same
        return nanos;
    }

    // ---- Elements ----

    /**
     * Finds an element that is under way, or makes it; null if it is resolved.
     *
     * @param making makes the element, which may be thrown away
     */
    @SuppressWarnings("unchecked") // only this puts elements there
    @Nullable
    MapElement<R> elementOr(int index, IntFunction<MapElement<R>> making) {
        Object state = elements.get(index);
        if (state == null) {
            MapElement<R> fresh = making.apply(index);
            state = elements.compareAndSet(index, null, fresh) ? fresh : elements.get(index);
        }
        return state instanceof MapElement<?> ? (MapElement<R>) state : null;
    }

    /** Records that an element that was under way is resolved. */
    void record(int index, Object end) {
        elements.set(index, end);
        try {
            log(index, end);
        } finally {
            announce();
        }
    }

    /**
     * Fails elements that have no task, and looks at so many at most; the next call goes on from there. An element that has none
     * gets none any more, so one round is enough.
     *
     * @return how many were failed; −1 if there was none left to look at
     */
    int failWaiting(LateOutcome<R> failure, int most) {
        if (cursor == size()) {
            return -1;
        }
        int failed = 0;
        int end = Math.min(size(), cursor + most);
        while (cursor < end) {
            if (tryEnd(cursor++, failure)) {
                failed++;
            }
        }
        announce();
        return failed;
    }

    /**
     * Stops all elements.
     *
     * @return for each element whether it was unresolved and is stopped now
     */
    public boolean[] stop() {
        return stop(Promise::stop);
    }

    /**
     * Stops elements, the last first: so those that wait are stopped before those that run, and take no seat that is freed.
     *
     * @param stopping stops an element that is under way, and returns whether it has
     * @return for each element whether it was unresolved and is stopped now
     */
    private boolean[] stop(Predicate<Promise<R>> stopping) {
        Outcome<R> canceled = new Outcome.Failure<>(new MiraiCanceled(Texts.mapCanceled()));
        boolean[] stopped = new boolean[size()];
        long waiting = 0;
        for (int index = size() - 1; index >= 0; index--) {
            if (tryEnd(index, canceled)) {
                stopped[index] = true;
                waiting++;
            } else {
                Promise<R> promise = underWay(index);
                stopped[index] = promise != null && stopping.test(promise);
            }
        }
        try {
            source.onGivenUp(waiting);
        } finally {
            announce();
        }
        return stopped;
    }

    /** Resolves an element that has no task; returns false if it has one, or is resolved. */
    private boolean tryEnd(int index, Object end) {
        boolean ends = elements.compareAndSet(index, null, end);
        if (ends) {
            log(index, end);
        }
        return ends;
    }

    @SuppressWarnings("unchecked") // only elementOr puts elements there
    private @Nullable Promise<R> underWay(int index) {
        return elements.get(index) instanceof MapElement<?> element ? ((MapElement<R>) element).promise() : null;
    }

    private static Outcome<?> seen(Object end) {
        return end instanceof LateOutcome<?> late ? late.outcome() : (Outcome<?>) end;
    }

    private void log(int index, Object end) {
        long one = 1;
        if (!(end instanceof Outcome.Value<?>)) {
            FIRST_FAILURE.compareAndSet(this, null, end);
            one += FAILED_ONE;
        }
        int position = (int) COUNTS.getAndAdd(this, one);
        log.set(position, index + 1);
        if (position + 1 == size()) {
            var unused = nanosUntil(true);
            tellThatItIsOver();
        }
    }

    private void tellThatItIsOver() {
        try {
            source.onOver();
        } catch (Throwable e) { // what was counted counts all the same
            Faults.error(Texts::watcherFailed, e);
        }
    }

    // ---- Watchers ----

    /** Returns whether any watcher wants the results. */
    boolean isWanted() {
        return isWanted(watchers);
    }

    private static boolean isWanted(MapWatcher[] watchers) {
        for (MapWatcher watcher : watchers) {
            if (watcher.counts()) {
                return true;
            }
        }
        return false;
    }

    void join(MapWatcher watcher) {
        MapWatcher[] before;
        MapWatcher[] after;
        do {
            before = watchers;
            after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = watcher;
        } while (!WATCHERS.compareAndSet(this, before, after));
    }

    /**
     * Takes a watcher away.
     *
     * @param stopsIfLast whether the elements that nothing else wants are stopped, if it was the last watcher that counts
     */
    void leave(MapWatcher watcher, boolean stopsIfLast) {
        MapWatcher[] before;
        MapWatcher[] after;
        do {
            before = watchers;
            after = Arrays.stream(before).filter(one -> one != watcher).toArray(MapWatcher[]::new);
        } while (!WATCHERS.compareAndSet(this, before, after));
        if (stopsIfLast && !isOver() && after.length < before.length && !isWanted(after)) {
            stop(Promise::stopIfUnwanted);
        }
    }

    private void announce() {
        for (MapWatcher watcher : watchers) {
            try {
                watcher.onChange();
            } catch (Throwable e) { // the other watchers hear all the same
                Faults.error(Texts::watcherFailed, e);
            }
        }
    }
}
