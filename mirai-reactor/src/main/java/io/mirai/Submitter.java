package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.TaskLabel;
import io.mirai.dispatch.TaskObserver;
import io.mirai.dispatch.Texts;
import io.mirai.spi.Body;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.Work;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Makes the tasks of one profile, of whatever form, and submits them. Thread-safe. */
final class Submitter {

    /** Of tasks and of functions, so that no function is mistaken for a task. */
    private static final AtomicLong IDS = new AtomicLong();

    /**
     * The stream of random numbers of what every daemon runs: it takes none away from the tasks, whose streams do not depend on
     * how many daemons there are.
     */
    private static final long OF_NO_TASK = 0;

    /** Of configurations, so that later ones take the place of earlier ones. */
    private static final String SERIAL = "mirai.serial";

    private final ProfileParts profile;

    /** Of the tasks of this profile. */
    private final AtomicLong streams = new AtomicLong();

    Submitter(ProfileParts profile) {
        this.profile = profile;
    }

    private Dispatcher dispatcher() {
        return profile.dispatcher();
    }

    /** A task that is encoded and not submitted yet. */
    record Prepared<T>(Submission<T> submission, Body body) {

        /**
         * Submits it.
         *
         * @throws IllegalStateException if the profile is closed
         */
        Mirai<T> submit() {
            return submission.submit(body);
        }
    }

    <T> Mirai<T> task(Task<T> task, TaskOptions options) {
        return prepare(task, options, TaskObserver.NONE).submit();
    }

    /** A task for the daemon of one slot. */
    <T> Mirai<T> taskOn(int slot, Task<T> task, TaskOptions options) {
        dispatcher().checkSlot(slot);
        Prepared<T> prepared = prepare(task, options, TaskObserver.NONE);
        prepared.submission().ticket().pinTo(slot);
        return prepared.submit();
    }

    /** A task of which somebody hears more than its outcome. */
    <T> Prepared<T> prepare(Task<T> task, TaskOptions options, TaskObserver observer) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        dispatcher().requireOpen();
        Body body = profile.codec().encodeTask(task, options.values());
        Submission<T> submission = new Submission<>(
                profile.running(task), label(options), Work.CALL, options.limits(), null, new CallSite(), observer);
        return new Prepared<>(submission, body);
    }

    /** Elements that are there, and get their places in the queue now. */
    <A, R> MiraiMap<R> map(
            Iterable<? extends @Nullable Object> elements,
            TaskFunction<? super A, ? extends R> function,
            MapOptions options) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(options, "options");
        dispatcher().requireOpen();
        List<@Nullable Object> copy = new ArrayList<>();
        elements.forEach(copy::add);
        if (!options.names().isEmpty() && options.names().size() != copy.size()) {
            throw new IllegalArgumentException(
                    Texts.numberOfNames(options.names().size(), copy.size()));
        }
        SharedFunction shared = share(function, options);
        long firstId = IDS.getAndAdd(copy.size()) + 1;
        long firstStream = streams.getAndAdd(copy.size()) + 1;
        MapFeed<R> feed =
                new MapFeed<>(profile.running(function), options, shared, firstId, firstStream, copy.toArray());
        return new MiraiMap<>(feed, options.names(), profile.publisher());
    }

    /** Entries, named by their keys if the options do not name them. */
    <K, V, R> MiraiMap<R> mapEntries(
            Map<? extends K, ? extends V> entries,
            TaskBiFunction<? super K, ? super V, ? extends R> function,
            MapOptions options) {
        List<Map.Entry<K, V>> pairs = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        entries.forEach((key, value) -> {
            pairs.add(new SimpleImmutableEntry<>(key, value));
            keys.add(String.valueOf(key));
        });
        boolean named = !Objects.requireNonNull(options, "options").names().isEmpty();
        return mapPairs(pairs, function, named ? options : options.names(keys));
    }

    <A, B, R> MiraiMap<R> mapPairs(
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            MapOptions options) {
        List<Map.Entry<A, B>> copies = new ArrayList<>(); // entries of some maps change while they are gone through
        pairs.forEach(pair -> copies.add(new SimpleImmutableEntry<>(pair.getKey(), pair.getValue())));
        return map(copies, new PairFunction<A, B, R>(Objects.requireNonNull(function, "function")), options);
    }

    /** Elements that come when they are asked for. */
    <A, R> Flux<R> map(
            Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(function, "function");
        if (!options.names().isEmpty()) {
            throw new IllegalArgumentException(Texts.lazyMapHasNoNames());
        }
        return new FluxLazyMap<>(
                Flux.from(source),
                profile.running(function),
                options,
                () -> share(function, options),
                index -> new TaskLabel(IDS.incrementAndGet(), options.nameOf(index), streams.incrementAndGet(), index));
    }

    /**
     * A task for each daemon that is there, and for each that joins later.
     *
     * @param min how many results there are at least
     */
    <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options, int min, Work work) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        if (min < 0) {
            throw new IllegalArgumentException(Texts.minOutOfRange(min));
        }
        int present = dispatcher().present();
        return everywhere(task, options, work, Math.max(min, present), Math.max(0, min - present));
    }

    /** The same with so many results, exactly; without any it starts no daemons. */
    private <R> MiraiMap<R> everywhere(Task<?> task, TaskOptions options, Work work, int results, int extra) {
        dispatcher().requireOpen();
        Body body = profile.codec().encodeTask(task, options.values());
        LongFunction<TaskLabel> labels =
                element -> new TaskLabel(IDS.incrementAndGet(), options.name(), OF_NO_TASK, element);
        return new MiraiMap<>(
                new EverywhereTasks<R>(profile.running(task), labels, work, options, body, results, extra),
                List.of(),
                profile.publisher());
    }

    /** Daemons carry objects by these from now on, those that join later too, and so does the host. */
    MiraiMap<Void> serial(SerialConfig<?>[] configs) {
        return serial(configs, dispatcher().present());
    }

    /** The same for daemons that are all still to come. */
    void serialAtStart(SerialConfig<?>[] configs) {
        serial(configs, 0);
    }

    private MiraiMap<Void> serial(SerialConfig<?>[] configs, int results) {
        List<SerialConfig<?>> copy = List.of(configs);
        TaskOptions named = TaskOptions.none().name(SERIAL);
        MiraiMap<Void> set = everywhere(new SerialTask(copy), named, Work.SERIAL, results, 0);
        profile.codec().serial(copy); // from now on: what is submitted next comes after it everywhere
        return set;
    }

    /** Many values of one task. */
    <T> Flux<T> stream(TaskStream<T> stream, TaskOptions options) {
        Objects.requireNonNull(stream, "task");
        Objects.requireNonNull(options, "options");
        Task<Publisher<? extends T>> task = new StreamTask<>(stream);
        return new FluxStream<>(profile.running(task), task, options, () -> label(options));
    }

    private TaskLabel label(TaskOptions options) {
        return TaskLabel.of(IDS.incrementAndGet(), options.name(), streams.incrementAndGet());
    }

    private SharedFunction share(TaskFunction<?, ?> function, MapOptions options) {
        dispatcher().requireOpen();
        Body body = profile.codec().encodeFunction(function, options.task().values());
        return new SharedFunction(IDS.incrementAndGet(), body);
    }
}
