package io.mirai;

import io.mirai.map.Flattening;
import io.mirai.map.FluxMapView;
import io.mirai.map.MapResults;
import io.mirai.map.MapTasks;
import io.mirai.map.MapWaiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;

/**
 * A task for each element, all submitted already. As a {@link Flux} it brings the results in the order
 * of the elements, each as soon as it and all before it are there, and ends with the first failure;
 * null results are left out. {@code request(n)} paces what is delivered, not what is computed. Later subscribers
 * get the whole replay.
 *
 * <p>All that bring values ({@link #unordered()}, {@link #outcomes()}, this itself and threads that wait in {@link #call()}
 * or one of the {@code collect} methods) count together: when the last of them is cancelled, the elements that have no outcome are stopped, but
 * for those that somebody wants by {@link #get}. A failure that one of them ends with stops nothing.
 *
 * <p>Thread-safe. Subscribers are signalled on {@code Schedulers.parallel()}, or where {@link Daemons.Builder#publishOn}
 * says. Its counterpart in R's mirai is {@code mirai_map()}.
 *
 * @param <R> the type of the results
 */
public final class MiraiMap<R> extends Flux<R> implements Scannable {

    private final MapTasks<R> tasks;
    private final MapResults<R> results;
    private final List<String> names;
    private final FluxMapView<R> ordered;

    MiraiMap(MapTasks<R> tasks) {
        this.tasks = tasks;
        this.results = tasks.results();
        this.names = tasks.names();
        this.ordered = FluxMapView.ordered(results, tasks.publisher());
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        ordered.subscribe(actual);
    }

    // ---- Views ----

    /** The results as they are completed; ends with the first failure. */
    public Flux<R> unordered() {
        return FluxMapView.unordered(results, tasks.publisher());
    }

    /** What has come of each element, in order, failures as values. */
    public Flux<Outcome<R>> outcomes() {
        return FluxMapView.outcomes(results, tasks.publisher());
    }

    /**
     * How far the map has come: at once, and then whenever elements are resolved; a subscriber that is slow gets
     * fewer, each of its own moment. The last is the final state, also where the map was stopped. It only watches: to
     * cancel it stops nothing.
     */
    public Flux<Progress> progress() {
        return FluxMapView.progress(results, tasks.publisher());
    }

    // ---- Waiting ----

    /**
     * Waits until all have ended; with {@link CollectOption#STOP} until the first has failed.
     *
     * @return the results in order, null ones included
     * @throws MiraiException the first failure, in the order of the elements, or with STOP of time; its message names the index
     * @throws IllegalStateException as {@link Mirai#call()}
     */
    public List<@Nullable R> collect(CollectOption... options) {
        await("collect()", options);
        List<@Nullable R> values = new ArrayList<>(size());
        for (int index = 0; index < size(); index++) {
            values.add(value(index));
        }
        return values;
    }

    /**
     * Waits as {@link #collect} does.
     *
     * @return the results by name, in order
     * @throws IllegalStateException if the map has no names, or a name occurs twice; or as {@link #collect}
     */
    public Map<String, @Nullable R> collectNamed(CollectOption... options) {
        if (names.size() != size()) {
            throw new IllegalStateException(Texts.mapWithoutNames(size()));
        }
        Map<String, Integer> indexes = new LinkedHashMap<>();
        for (int index = 0; index < size(); index++) {
            Integer before = indexes.put(names.get(index), index);
            if (before != null) {
                throw new IllegalStateException(Texts.nameTwice(names.get(index), before, index));
            }
        }
        List<@Nullable R> values = collect(options);
        Map<String, @Nullable R> named = new LinkedHashMap<>();
        indexes.forEach((name, index) -> named.put(name, values.get(index)));
        return named;
    }

    /**
     * The results in one list: the elements of collections and arrays, those of primitives in their boxes, and results
     * that are neither as they are. Nulls are left out. Results that are of the type as they are, such as arrays where an array type is wanted, stay whole.
     *
     * @param type what each element has to be
     * @throws ClassCastException if one is of another type: names the index of the result and both types
     * @throws IllegalStateException as {@link #collect}
     */
    public <E> List<E> collectFlat(Class<E> type, CollectOption... options) {
        Flattening<E> flat = new Flattening<>(type);
        List<@Nullable R> values = collect(options);
        for (int index = 0; index < values.size(); index++) {
            flat.add(index, values.get(index));
        }
        return flat.elements();
    }

    /**
     * Waits until all have ended, and throws for no task's failure.
     *
     * @return what has come of each element, in order
     * @throws IllegalStateException as {@link Mirai#call()}
     */
    public List<Outcome<R>> collectOutcomes(CollectOption... options) {
        MapWaiter.await(results, chosen(options), "collectOutcomes()");
        List<Outcome<R>> outcomes = new ArrayList<>(size());
        for (int index = 0; index < size(); index++) {
            outcomes.add(results.outcome(index));
        }
        return outcomes;
    }

    /**
     * Waits until all have ended.
     *
     * @return this
     * @throws IllegalStateException as {@link Mirai#call()}
     */
    public MiraiMap<R> call() {
        MapWaiter.await(results, Set.of(), "call()");
        return this;
    }

    // ---- Elements ----

    /** How many elements there are. */
    public int size() {
        return results.size();
    }

    /**
     * One element as a mirai, made when it is asked for. Its subscribers and waiting threads count for this element,
     * beside those of the map.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Mirai<R> get(int index) {
        return new Mirai<>(tasks.promise(index));
    }

    /** The names of the elements, in order; empty when they have none. */
    public List<String> names() {
        return names;
    }

    /** Whether an element has no outcome yet. Never blocks. */
    public boolean unresolved() {
        return !results.isOver();
    }

    /**
     * Stops all elements as {@link Mirai#stop()}, those that wait before those that run.
     *
     * @return of each whether it was unresolved and is now {@link MiraiCanceled}
     */
    public boolean[] stop() {
        return results.stop();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.TERMINATED ? !unresolved() : ordered.scanUnsafe(key);
    }

    /** {@code MiraiMap[12 of 100 done, 1 failed]}. */
    @Override
    public String toString() {
        return Texts.map(results.done(), results.size(), results.failed());
    }

    private static Set<CollectOption> chosen(CollectOption... options) {
        return Set.copyOf(Arrays.asList(options));
    }

    private void await(String what, CollectOption... options) {
        Set<CollectOption> chosen = chosen(options);
        MapWaiter.await(results, chosen, what);
        MiraiException failure = chosen.contains(CollectOption.STOP) ? results.firstFailure() : null;
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable R value(int index) {
        if (results.outcome(index) instanceof Outcome.Failure<R> failure) {
            throw failure.error();
        }
        return ((Outcome.Value<R>) results.outcome(index)).value();
    }
}
