package io.mirai.map;

import io.mirai.Outcome;
import io.mirai.Progress;
import io.mirai.promise.DrainSubscription;
import io.mirai.promise.OutcomePublisher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;

/** Goes through the outcomes of a map for one subscriber, at its own pace. */
abstract class MapView<R, T> extends DrainSubscription<T> implements MapWatcher {

    final MapResults<R> results;

    MapView(CoreSubscriber<? super T> actual, OutcomePublisher publisher, MapResults<R> results) {
        super(actual, publisher);
        this.results = results;
    }

    /** Joins the map, after the subscriber was given its subscription. */
    void begin() {
        results.join(this);
        if (isFinished()) {
            // The end or a cancel found nothing to leave, for it came inside onSubscribe, or here:
            //   T1: onSubscribe · · · · · · · · · · join(this)  isFinished() is true
            //   T2:               cancel, or an end
            results.leave(this, isCancelled() && counts());
        }
        signal();
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void onChange() {
        signal();
    }

    @Override
    protected @Nullable Throwable failure() {
        return null;
    }

    @Override
    protected void onEnd() {
        results.leave(this, false);
    }

    @Override
    protected void onCancel() {
        results.leave(this, counts());
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Scannable.Attr key) {
        return key == Attr.BUFFERED ? results.done() : super.scanUnsafe(key);
    }

    /** Brings the outcomes in order, failures as values. */
    static final class OfOutcomes<R> extends MapView<R, Outcome<R>> {

        private int next;

        OfOutcomes(CoreSubscriber<? super Outcome<R>> actual, OutcomePublisher publisher, MapResults<R> results) {
            super(actual, publisher, results);
        }

        @Override
        protected boolean peek() {
            return next < results.size() && !(results.outcome(next) instanceof Outcome.Unresolved<R>);
        }

        @Override
        protected Outcome<R> take() {
            return results.outcome(next++);
        }

        @Override
        protected boolean isOver() {
            return next == results.size();
        }
    }

    /** Brings the values, null ones left out, up to the first failure. */
    private abstract static class OfValues<R> extends MapView<R, R> {

        private int next;

        OfValues(CoreSubscriber<? super R> actual, OutcomePublisher publisher, MapResults<R> results) {
            super(actual, publisher, results);
        }

        /** Returns the element that stands at this position; −1 if that is not known yet. */
        abstract int elementAt(int position);

        private Outcome<R> nextOutcome() {
            int index = elementAt(next);
            return index < 0 ? new Outcome.Unresolved<>() : results.outcome(index);
        }

        @Override
        protected final boolean peek() {
            while (next < results.size() && nextOutcome() instanceof Outcome.Value<R> value) {
                if (value.value() != null) {
                    return true;
                }
                next++;
            }
            return false;
        }

        @Override
        protected final R take() {
            Outcome.Value<R> value = (Outcome.Value<R>) nextOutcome();
            next++;
            return Objects.requireNonNull(value.value());
        }

        @Override
        protected final boolean isOver() {
            return next == results.size() || nextOutcome() instanceof Outcome.Failure<R>;
        }

        @Override
        protected final @Nullable Throwable failure() {
            return next < results.size() && nextOutcome() instanceof Outcome.Failure<R> failure
                    ? failure.error()
                    : null;
        }
    }

    /** Brings the values in the order of the elements. */
    static final class Ordered<R> extends OfValues<R> {

        Ordered(CoreSubscriber<? super R> actual, OutcomePublisher publisher, MapResults<R> results) {
            super(actual, publisher, results);
        }

        @Override
        int elementAt(int position) {
            return position;
        }
    }

    /** Brings the values as they were completed. */
    static final class Unordered<R> extends OfValues<R> {

        Unordered(CoreSubscriber<? super R> actual, OutcomePublisher publisher, MapResults<R> results) {
            super(actual, publisher, results);
        }

        @Override
        int elementAt(int position) {
            return results.resolvedAt(position);
        }
    }

    /**
     * Brings how far the map has come, as often as the subscriber asks and something has changed; the last is the final state.
     */
    static final class OfProgress<R> extends MapView<R, Progress> {

        private int told = -1;

        OfProgress(CoreSubscriber<? super Progress> actual, OutcomePublisher publisher, MapResults<R> results) {
            super(actual, publisher, results);
        }

        @Override
        public boolean counts() {
            return false;
        }

        @Override
        protected boolean peek() {
            return results.done() > told;
        }

        @Override
        protected Progress take() {
            Progress progress = results.progress();
            told = (int) progress.done();
            return progress;
        }

        @Override
        protected boolean isOver() {
            return told == results.size();
        }
    }
}
