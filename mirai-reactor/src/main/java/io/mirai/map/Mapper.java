package io.mirai.map;

import io.mirai.SerialConfig;
import io.mirai.Task;
import io.mirai.TaskBiFunction;
import io.mirai.TaskFunction;
import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.TaskLabel;
import io.mirai.form.PairFunction;
import io.mirai.form.SerialTask;
import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.Work;
import io.mirai.task.ProfileParts;
import io.mirai.task.TaskSpec;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Makes the maps of one profile, and its setup tasks. Thread-safe. */
public final class Mapper {

    /**
     * The stream of random numbers of all setup tasks: they take none away from other tasks, whose streams do not depend on how many
     * daemons there are.
     */
    private static final long OF_NO_TASK = 0;

    /** The name of the setup task that registers custom serializers, so that later ones replace earlier ones. */
    private static final String SERIAL = "mirai.serial";

    private final ProfileParts profile;

    /** Makes the maps of this profile. */
    public Mapper(ProfileParts profile) {
        this.profile = profile;
    }

    private Dispatcher dispatcher() {
        return profile.dispatcher();
    }

    /** Submits a task for each element; all get their places in the queue now. */
    public <A, R> MapTasks<R> map(
            Iterable<? extends @Nullable Object> elements,
            TaskFunction<? super A, ? extends R> function,
            MapSpec spec) {
        Objects.requireNonNull(function, "function");
        dispatcher().requireOpen();
        List<@Nullable Object> copy = new ArrayList<>();
        elements.forEach(copy::add);
        if (!spec.names().isEmpty() && spec.names().size() != copy.size()) {
            throw new IllegalArgumentException(Texts.numberOfNames(spec.names().size(), copy.size()));
        }
        SharedFunction shared = share(function, spec);
        long firstId = profile.numbers().firstOfIds(copy.size());
        long firstStream = profile.numbers().firstOfStreams(copy.size());
        return new MapFeed<R>(profile.running(function), spec, shared, firstId, firstStream, copy.toArray()).submit();
    }

    /** Submits a task for each entry, named by their keys if the spec does not name them. */
    public <K, V, R> MapTasks<R> mapEntries(
            Map<? extends K, ? extends V> entries,
            TaskBiFunction<? super K, ? super V, ? extends R> function,
            MapSpec spec) {
        List<Map.Entry<K, V>> pairs = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        entries.forEach((key, value) -> {
            pairs.add(new SimpleImmutableEntry<>(key, value));
            keys.add(String.valueOf(key));
        });
        return mapPairs(pairs, function, spec.names().isEmpty() ? spec.withNames(keys) : spec);
    }

    /** Submits a task for each pair. */
    public <A, B, R> MapTasks<R> mapPairs(
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            MapSpec spec) {
        List<Map.Entry<A, B>> copies = new ArrayList<>(); // entries of some maps change while they are gone through
        pairs.forEach(pair -> copies.add(new SimpleImmutableEntry<>(pair.getKey(), pair.getValue())));
        return map(copies, new PairFunction<A, B, R>(Objects.requireNonNull(function, "function")), spec);
    }

    /** Makes the lazy form of a map, whose elements come when they are asked for. */
    public <A, R> Flux<R> map(
            Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function, MapSpec spec) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(function, "function");
        if (!spec.names().isEmpty()) {
            throw new IllegalArgumentException(Texts.lazyMapHasNoNames());
        }
        return new FluxLazyMap<>(
                Flux.from(source),
                profile.running(function),
                spec,
                () -> share(function, spec),
                index -> new TaskLabel(
                        profile.numbers().nextId(),
                        spec.nameOf(index),
                        profile.numbers().firstOfStreams(1),
                        index));
    }

    /**
     * Submits a setup task.
     *
     * @param min how many results the caller waits for at least
     */
    public <R> MapTasks<R> everywhere(Task<R> task, TaskSpec spec, int min) {
        Objects.requireNonNull(task, "task");
        if (min < 0) {
            throw new IllegalArgumentException(Texts.minOutOfRange(min));
        }
        int present = dispatcher().present();
        return everywhere(task, spec, Work.EVERYWHERE, Math.max(min, present), Math.max(0, min - present));
    }

    /** Submits a setup task with so many results exactly; one without results starts no daemons. */
    private <R> MapTasks<R> everywhere(Task<?> task, TaskSpec spec, Work work, int results, int extra) {
        dispatcher().requireOpen();
        Body body = profile.codec().encodeTask(task, spec.values());
        LongFunction<TaskLabel> labels =
                element -> new TaskLabel(profile.numbers().nextId(), spec.name(), OF_NO_TASK, element);
        return new EverywhereTasks<R>(profile.running(task), labels, work, spec, body, results, extra).submit();
    }

    /** Registers custom serializers on the host and on all daemons, those that join later included. */
    public MapTasks<Void> serial(List<SerialConfig<?>> configs) {
        return serial(configs, dispatcher().present());
    }

    /** Registers custom serializers on the host and on the daemons, all of which are still to come. */
    public void serialAtStart(List<SerialConfig<?>> configs) {
        serial(configs, 0);
    }

    private MapTasks<Void> serial(List<SerialConfig<?>> configs, int results) {
        MapTasks<Void> set =
                everywhere(new SerialTask(configs), TaskSpec.NONE.withName(SERIAL), Work.SERIAL, results, 0);
        profile.codec().serial(configs); // from now on: each daemon runs the setup task before what is submitted next
        return set;
    }

    private SharedFunction share(TaskFunction<?, ?> function, MapSpec spec) {
        dispatcher().requireOpen();
        Body body = profile.codec().encodeFunction(function, spec.task().values());
        return new SharedFunction(profile.numbers().nextId(), body);
    }
}
