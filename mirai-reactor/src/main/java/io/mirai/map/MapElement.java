package io.mirai.map;

import io.mirai.promise.Promise;
import io.mirai.promise.View;
import io.mirai.task.Submission;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One element of a map while its task is under way. Thread-safe.
 *
 * <pre>
 *   WAITING ──tryFeed──► FED ──outcome──► OVER   the feed has one element less under way
 *      │                                   ▲
 *      └── outcome: it was stopped ────────┘     it will not be fed
 * </pre>
 */
final class MapElement<R> implements View {

    private enum State {
        WAITING,
        FED,
        OVER
    }

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<MapElement, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(MapElement.class, State.class, "state");

    private final int index;
    private final Submission<R> submission;
    private final MapResults<R> results;
    private final Runnable onFedEnd;

    private volatile State state = State.WAITING;

    /**
     * Makes an element that watches its promise.
     *
     * @param onFedEnd runs when it is resolved, if it was fed
     */
    MapElement(int index, Submission<R> submission, MapResults<R> results, Runnable onFedEnd) {
        this.index = index;
        this.submission = submission;
        this.results = results;
        this.onFedEnd = onFedEnd;
        submission.promise().join(this);
    }

    Promise<R> promise() {
        return submission.promise();
    }

    Submission<R> submission() {
        return submission;
    }

    /** Returns whether it is neither fed nor resolved. */
    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Claims it for feeding; returns false if it is resolved. */
    boolean tryFeed() {
        return STATE.compareAndSet(this, State.WAITING, State.FED);
    }

    /** Returns whether anybody wants the map, and so each of its elements. */
    @Override
    public boolean counts() {
        return results.isWanted();
    }

    @Override
    public void onResolved() {
        results.record(index, submission.promise().end());
        if (STATE.getAndSet(this, State.OVER) == State.FED) {
            onFedEnd.run();
        }
    }
}
