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
 * One task for each element, all submitted already. As a {@link Flux} it brings the results in the order of the elements, each as
 * soon as it and all before it are there, and ends with the first failure; null results are left out. {@code request(n)} paces the
 * delivery, not the computation. Later subscribers get the whole replay.
 *
 * <p>The subscribers of this, of {@link #unordered()} and of {@link #outcomes()}, and threads that wait in {@link #call()} or one of
 * the {@code collect} methods, count together: when the last of them is cancelled, the unresolved elements are stopped, except
 * those that somebody wants by {@link #get}. If one of them ends with a failure, that stops nothing.
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

    /** Returns the results as they are completed; ends with the first failure. */
    public Flux<R> unordered() {
        return FluxMapView.unordered(results, tasks.publisher());
    }

    /** Returns the outcome of each element, in order, failures as values. */
    public Flux<Outcome<R>> outcomes() {
        return FluxMapView.outcomes(results, tasks.publisher());
    }

    /**
     * Tells how far the map has come, at once and then whenever elements are resolved. A slow subscriber gets fewer items, each with
     * the state of its moment. The last is the final state, also if the map was stopped. This only watches: its cancel stops
     * nothing.
     */
    public Flux<Progress> progress() {
        return FluxMapView.progress(results, tasks.publisher());
    }

    // ---- Waiting ----

    /**
     * Waits until all elements are resolved; with {@link CollectOption#STOP} until the first has failed.
     *
     * @return the results in order, null ones included
     * @throws MiraiException the first failure, in the order of the elements, or with STOP in time; its message names the index
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
     * Waits as {@link #collect} does, and puts the results into one list: the elements of collections and arrays, primitive ones in
     * their boxes, and all other results as they are. Nulls are left out. If an array or collection type is wanted, results of that
     * type stay whole.
     *
     * @param type the type of each element of the list
     * @throws ClassCastException if one is of another type; names the index of the result and both types
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
     * Waits until all elements are resolved, and throws no task's failure.
     *
     * @return the outcome of each element, in order
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
     * Waits until all elements are resolved.
     *
     * @return this
     * @throws IllegalStateException as {@link Mirai#call()}
     */
    public MiraiMap<R> call() {
        MapWaiter.await(results, Set.of(), "call()");
        return this;
    }

    // ---- Elements ----

    /** Returns how many elements there are. */
    public int size() {
        return results.size();
    }

    /**
     * Returns one element as a mirai. Its subscribers and waiting threads count for this element, beside those of the map.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public Mirai<R> get(int index) {
        return new Mirai<>(tasks.promise(index));
    }

    /** Returns the names of the elements, in order; empty when they have none. */
    public List<String> names() {
        return names;
    }

    /** Returns whether any element is unresolved. Never blocks. */
    public boolean unresolved() {
        return !results.isOver();
    }

    /**
     * Stops all elements as {@link Mirai#stop()} does, those that wait before those that run.
     *
     * @return for each element whether it was unresolved and is {@link MiraiCanceled} now
     */
    public boolean[] stop() {
        return results.stop();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.TERMINATED ? !unresolved() : ordered.scanUnsafe(key);
    }

    /** Shows it as {@code MiraiMap[12 of 100 done, 1 failed]}. */
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
