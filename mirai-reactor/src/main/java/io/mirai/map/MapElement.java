package io.mirai.map;

import io.mirai.promise.Promise;
import io.mirai.promise.View;
import io.mirai.task.Submission;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One element of a map while its task is under way. Thread-safe.
 *
 * <pre>
 *   WAITING ──fed──► FED ──outcome──► OVER   the feed has one less under way
 *      │                               ▲
 *      └── outcome: it was stopped ────┘     it is not fed any more
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
     * Looks on from now on.
     *
     * @param onFedEnd run when it is resolved, if it was fed
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

    /** Whether it has been fed. */
    boolean isFed() {
        return state != State.WAITING;
    }

    /** Whether it is the caller's to feed; not so if it is resolved. */
    boolean tryFeed() {
        return STATE.compareAndSet(this, State.WAITING, State.FED);
    }

    /** Somebody who wants the map wants each of its elements. */
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
