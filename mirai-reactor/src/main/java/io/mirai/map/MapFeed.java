package io.mirai.map;

import io.mirai.MiraiException;
import io.mirai.MiraiNotSerializable;
import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.Reservation;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskLimits;
import io.mirai.drain.PoolLoop;
import io.mirai.promise.LateOutcome;
import io.mirai.promise.OutcomePublisher;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.Work;
import io.mirai.task.CallSite;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submission;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tasks of a map's elements, encodes them on the codec's pool as they are wanted, and submits them: as many are under way
 * as the sum of capacities, what is sent ahead, and the prefetch. All have their places in the queue from the start.
 *
 * <pre>
 *   elements ──next──► encoded, one after the other ──► the place kept for it ──► outcome: one more is wanted
 * </pre>
 *
 * <p>Thread-safe.
 */
final class MapFeed<R> implements MapTasks<R>, MapResults.Source {

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<MapFeed> ENDED =
            AtomicLongFieldUpdater.newUpdater(MapFeed.class, "ended");

    private final ProfileParts profile;
    private final MapSpec spec;
    private volatile SharedFunction function; // loses its bytes when no element needs it any more
    private final long firstId;
    private final long firstStream;
    private final Reservation places;
    private final MapResults<R> results;
    private final CallSite callSite = new CallSite();
    private final PoolLoop feeding;
    private final @Nullable Object[] elements; // only the feeding thread touches it

    /** How many elements that were fed are resolved. */
    private volatile long ended;

    private volatile boolean allFed;

    // Only the feeding thread touches these.
    private int next;
    private long fed;

    /**
     * Makes a map that is not submitted yet.
     *
     * @param firstId the id of the first element's task; the others have the next ones
     * @param firstStream the stream of random numbers of the first element's task; the others have the next ones
     * @param elements the elements; this keeps the array and empties it as they are encoded
     */
    MapFeed(
            ProfileParts profile,
            MapSpec spec,
            SharedFunction function,
            long firstId,
            long firstStream,
            @Nullable Object[] elements) {
        this.profile = profile;
        this.spec = spec;
        this.function = function;
        this.firstId = firstId;
        this.firstStream = firstStream;
        this.elements = elements;
        this.results = new MapResults<>(elements.length, this);
        this.feeding = new PoolLoop(profile.codecPool(), this::feedWhatIsWanted, this::giveUp);
        this.places = new Reservation(firstId, elements.length, spec.task().limits(), rest());
    }

    /**
     * Submits all elements, once.
     *
     * @throws IllegalStateException if the profile is closed
     */
    MapTasks<R> submit() {
        profile.dispatcher().reserve(places);
        feeding.resume();
        return this;
    }

    @Override
    public MapResults<R> results() {
        return results;
    }

    @Override
    public Promise<R> promise(int index) {
        MapElement<R> element = results.elementOr(index, this::make);
        if (element == null) {
            return Promise.resolved(label(index), profile.publisher(), results.outcome(index));
        }
        if (element.isWaiting()) { // the dispatcher gives up its place if it is resolved before its turn
            profile.dispatcher().announce(element.submission().ticket());
        }
        return element.promise();
    }

    @Override
    public List<String> names() {
        return spec.names();
    }

    @Override
    public OutcomePublisher publisher() {
        return profile.publisher();
    }

    private MapElement<R> make(int index) {
        Submission<R> submission =
                new Submission<>(profile, label(index), Work.apply(function), TaskLimits.NONE, places, callSite);
        return new MapElement<>(index, submission, results, this::onFedEnd);
    }

    private TaskLabel label(int index) {
        return new TaskLabel(firstId + index, spec.nameOf(index), firstStream + index, index);
    }

    // ---- Feeding ----

    private void feedWhatIsWanted() {
        while (next < elements.length && fed - ended < window()) {
            feedNext();
        }
        allFed = next == elements.length;
    }

    /**
     * Returns how many elements may be under way. The more short ones are sent ahead, the more are wanted behind them: so the windows
     * of the daemons fill in a few steps. Where the queue is full, there are only as many as the daemons run at once.
     */
    private int window() {
        Dispatcher dispatcher = profile.dispatcher();
        int capacity = dispatcher.capacity();
        return dispatcher.admission().hasRoom() ? spec.window(capacity + dispatcher.ahead()) : Math.max(1, capacity);
    }

    private void feedNext() {
        int index = next++;
        Object element = elements[index];
        elements[index] = null;
        MapElement<R> underWay = results.elementOr(index, this::make);
        if (underWay != null && underWay.tryFeed()) {
            fed++;
            underWay.submission().submitLate(() -> profile.codec().encodeElement(element));
        }
    }

    private void onFedEnd() {
        ENDED.incrementAndGet(this);
        if (!allFed) {
            feeding.resume();
        }
    }

    // ---- Ends ----

    private void giveUp(Throwable why) {
        profile.dispatcher().failPlaces(places, () -> new MiraiNotSerializable(Texts.mapNotEncoded(why), why));
    }

    /** Fails all elements that have no task, with one exception. */
    private Reservation.Rest rest() {
        return end -> {
            LateOutcome<R> failure = LateOutcome.ofFailure(() -> {
                MiraiException error = end.exception();
                error.setStackTrace(callSite.frames());
                return error;
            });
            return most -> results.failWaiting(failure, most);
        };
    }

    @Override
    public void onGivenUp(long elements) {
        profile.dispatcher().giveUpPlaces(places, elements);
    }

    @Override
    public void onOver() {
        profile.dispatcher().forget(function);
        function = new SharedFunction(function.id(), Body.EMPTY);
    }
}
