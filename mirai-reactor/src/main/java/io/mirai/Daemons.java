package io.mirai;

import io.mirai.dispatch.Dispatcher;
import io.mirai.form.ActionTask;
import io.mirai.map.MapSpec;
import io.mirai.map.Mapper;
import io.mirai.task.ProfileParts;
import io.mirai.task.Submitter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * One compute profile: a pool of daemon JVMs and the queue of tasks before it. Thread-safe.
 *
 * <pre>{@code
 * try (Daemons daemons = Daemons.local(4)) {
 *     Mirai<Double> m = daemons.mirai(() -> simulate(1_000_000));
 *     System.out.println(m.collect());
 * }
 * }</pre>
 *
 * <p>What a task captures is copied at the call that submits it. A task that cannot be carried to
 * another JVM fails at that call with {@link MiraiNotSerializable}; a closed profile refuses with
 * {@link IllegalStateException}. Its counterpart in R's mirai is {@code daemons()}.
 */
public final class Daemons implements AutoCloseable {

    private final DaemonOptions options;
    private final Dispatcher dispatcher;
    private final ProfileParts parts;
    private final Submitter submitter;
    private final Mapper mapper;
    private final Sinks.Empty<Void> closed = Sinks.empty();

    /**
     * A profile that has run nothing yet.
     *
     * @param options how its daemons run
     * @param dispatcher runs its tasks
     * @param parts what its tasks need; closed at the close
     */
    Daemons(DaemonOptions options, Dispatcher dispatcher, ProfileParts parts) {
        this.options = options;
        this.dispatcher = dispatcher;
        this.parts = parts;
        this.submitter = new Submitter(parts);
        this.mapper = new Mapper(parts);
        dispatcher
                .ended()
                .doOnTerminate(parts::close)
                .subscribe(nothing -> {}, closed::tryEmitError, closed::tryEmitEmpty);
    }

    /**
     * Starts an anonymous profile of worker JVMs on this machine, and waits until they have dialled in.
     *
     * @param n how many, at least 1
     * @throws IllegalArgumentException if n is less than 1
     * @throws IllegalStateException if they cannot be started, saying why; or on a thread that may not block
     */
    public static Daemons local(int n) {
        return builder().n(n).start();
    }

    /** A profile to be described before it starts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The profile of this name.
     *
     * @throws IllegalStateException if it has no daemons; names those that have
     */
    public static Daemons profile(String name) {
        return Profiles.require(name);
    }

    /** Whether the profile of this name has daemons. */
    public static boolean isSet(String name) {
        return Profiles.isSet(name);
    }

    /** Submits a task; it starts when a daemon is free. */
    public <T> Mirai<T> mirai(Task<T> task) {
        return mirai(task, TaskOptions.none());
    }

    /** Submits a task; it starts when a daemon is free. */
    public <T> Mirai<T> mirai(Task<T> task, TaskOptions options) {
        return new Mirai<>(submitter.submit(task, options.spec()));
    }

    /** Submits a task without a value; its mirai completes empty. */
    public Mirai<Void> mirai(TaskAction action) {
        return mirai(action, TaskOptions.none());
    }

    /** Submits a task without a value; its mirai completes empty. */
    public Mirai<Void> mirai(TaskAction action, TaskOptions options) {
        return mirai(new ActionTask(Objects.requireNonNull(action, "action")), options);
    }

    /** Submits a task if there is room in the queue; empty at once if it is full. See {@link Builder#queueLimit}. */
    public <T> Optional<Mirai<T>> tryMirai(Task<T> task) {
        return tryMirai(task, TaskOptions.none());
    }

    /** Submits a task if there is room in the queue; empty at once if it is full. See {@link Builder#queueLimit}. */
    public <T> Optional<Mirai<T>> tryMirai(Task<T> task, TaskOptions options) {
        return Optional.ofNullable(submitter.trySubmit(task, options.spec())).map(Mirai::new);
    }

    /** The cold form: every subscription submits the task, and its cancel stops it. */
    public <T> Mono<T> defer(Task<T> task) {
        return defer(task, TaskOptions.none());
    }

    /** The cold form: every subscription submits the task, and its cancel stops it. */
    public <T> Mono<T> defer(Task<T> task, TaskOptions options) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        return submitter.defer(task, options.spec());
    }

    /**
     * Many values of one task: every subscription submits it, and its cancel ends it. The publisher on the daemon is
     * asked for no more than the subscriber has requested, and for at most 32 values that have not been delivered. The
     * task keeps its seat on the daemon until the publisher has ended; if that fails, the values before come first.
     */
    public <T> Flux<T> stream(TaskStream<T> task) {
        return stream(task, TaskOptions.none());
    }

    /** Many values of one task; a time limit is that of the whole stream. See {@link #stream(TaskStream)}. */
    public <T> Flux<T> stream(TaskStream<T> task, TaskOptions options) {
        return submitter.stream(task, options.spec());
    }

    // ---- Maps ----

    /**
     * Submits one task for each element. The function, with all that it captures, is copied at the call and shipped once
     * to each daemon; there each thread that runs tasks has one, and what an element's task changes of what
     * the function captures, the next on that thread may see. The elements are kept at the call, and each is copied when it is to be
     * sent: one that cannot be carried fails alone.
     *
     * @throws MiraiNotSerializable if the function cannot be carried
     */
    public <A, R> MiraiMap<R> map(Iterable<? extends A> elements, TaskFunction<? super A, ? extends R> function) {
        return map(elements, function, MapOptions.none());
    }

    /**
     * Submits one task for each element.
     *
     * @throws IllegalArgumentException if there are names, but not as many as elements
     * @see #map(Iterable, TaskFunction)
     */
    public <A, R> MiraiMap<R> map(
            Iterable<? extends A> elements, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return new MiraiMap<>(mapper.map(elements, function, options.spec()));
    }

    /** Submits one task for each element of an array; the rows of a {@code double[][]}, too. See {@link #map(Iterable, TaskFunction)}. */
    public <A, R> MiraiMap<R> map(A[] elements, TaskFunction<? super A, ? extends R> function) {
        return map(elements, function, MapOptions.none());
    }

    /** Submits one task for each element of an array. See {@link #map(Iterable, TaskFunction, MapOptions)}. */
    public <A, R> MiraiMap<R> map(A[] elements, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return map(Arrays.asList(elements), function, options);
    }

    /** Submits one task for each entry, named by its key. See {@link #map(Iterable, TaskFunction)}. */
    public <K, V, R> MiraiMap<R> map(
            Map<? extends K, ? extends V> entries, TaskBiFunction<? super K, ? super V, ? extends R> function) {
        return map(entries, function, MapOptions.none());
    }

    /** Submits one task for each entry, named by its key unless the options name it. See {@link #map(Iterable, TaskFunction, MapOptions)}. */
    public <K, V, R> MiraiMap<R> map(
            Map<? extends K, ? extends V> entries,
            TaskBiFunction<? super K, ? super V, ? extends R> function,
            MapOptions options) {
        return new MiraiMap<>(mapper.mapEntries(entries, function, options.spec()));
    }

    /** Submits one task for each pair. See {@link #map(Iterable, TaskFunction)}. */
    public <A, B, R> MiraiMap<R> mapPairs(
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
            TaskBiFunction<? super A, ? super B, ? extends R> function) {
        return new MiraiMap<>(mapper.mapPairs(pairs, function, MapSpec.NONE));
    }

    /** The lazy form of a map, in the order of the source. See {@link #map(Publisher, TaskFunction, MapOptions)}. */
    public <A, R> Flux<R> map(Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function) {
        return map(source, function, MapOptions.none());
    }

    /**
     * The lazy form of a map, over a source of any length: cold, every subscription subscribes to the source. Once the
     * subscriber asks, the source is asked for as many elements as the daemons run tasks at once and for the prefetch
     * more; for the next ones when results have been delivered. So {@code request(n)} paces what is computed.
     *
     * <p>Null results are left out. The first failure ends it, in the order of the elements; a failure of the source comes after what was
     * computed before. A cancel is passed on to the source and stops what is under way. The source is asked where outcomes are
     * published, so one that blocks wants {@code subscribeOn(Schedulers.boundedElastic())}.
     *
     * @throws IllegalArgumentException if the options have names
     */
    public <A, R> Flux<R> map(
            Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return mapper.map(source, function, options.spec());
    }

    // ---- Every daemon ----

    /**
     * Runs a task once on each daemon: on those that are connected now, after what they run, and on each that joins
     * later, before its other tasks. No daemon gets a later task before it has ended there; none waits for another. What it
     * leaves in {@link DaemonContext#globals()} later tasks find there.
     *
     * @return the results of the daemons that are connected now, in no order that means anything
     * @see #everywhere(Task, TaskOptions, int)
     */
    public <R> MiraiMap<R> everywhere(Task<R> task) {
        return everywhere(task, TaskOptions.none());
    }

    /** Runs a task once on each daemon. See {@link #everywhere(Task, TaskOptions, int)}. */
    public <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options) {
        return everywhere(task, options, 0);
    }

    /**
     * Runs a task once on each daemon, now and whenever one joins. Where it throws on a daemon that is connected now, its result is
     * the error, and daemons that join later do not run it. A daemon that joins and on which it fails is ended: that is logged, and after
     * five such ends in a row its slot gives up. If a daemon dies meanwhile its result is a {@link MiraiReset}; the next one runs the
     * task as one that joins. To cancel a result stops the task on that daemon alone.
     *
     * @param options its named values stay in the globals of each daemon, whatever {@link DaemonOptions#cleanup} says; of the same
     *     name a later one replaces an earlier one for the daemons that join; its limits are those on each daemon; it is never
     *     tried again
     * @param min how many results there are at least: those that are missing now are of the daemons that join next
     * @return the results, in no order that means anything
     * @throws IllegalArgumentException if min is negative
     * @throws IllegalStateException if the profile is closed, or has 100 of them that no other replaces
     * @throws MiraiNotSerializable if it cannot be carried
     */
    public <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options, int min) {
        return new MiraiMap<>(mapper.everywhere(task, options.spec(), min));
    }

    /** Runs a task without a value once on each daemon. See {@link #everywhere(Task, TaskOptions, int)}. */
    public MiraiMap<Void> everywhere(TaskAction action) {
        return everywhere(new ActionTask(Objects.requireNonNull(action, "action")));
    }

    /**
     * Registers custom serializers, used in both directions for everything submitted from now on, on each daemon as by
     * {@link #everywhere(Task)}. They replace those that were set before; none at all removes them.
     *
     * @return completes for each daemon that is connected now, without a value
     */
    public MiraiMap<Void> everywhere(SerialConfig<?>... configs) {
        return new MiraiMap<>(mapper.serial(List.of(configs)));
    }

    // ---- The profile ----

    /**
     * Starts more daemons on this machine, as those of {@link Builder#daemon}, and returns at once. They
     * take tasks when they have dialled in, and are replaced like the others. If one of them cannot be started, five times in
     * a row, its slot gives up: {@link DaemonStatus#problem} says why, and the next launch tries that slot again. The profile
     * fails when no slot is left.
     *
     * @param n how many, at least 1
     * @return how many were started
     * @throws IllegalArgumentException if n is less than 1
     * @throws IllegalStateException if the profile is closed, or has too many daemons for one inside a daemon
     */
    public int launchLocal(int n) {
        return launchLocal(n, options);
    }

    /** Starts more daemons on this machine, and returns at once. See {@link #launchLocal(int)}. */
    public int launchLocal(int n, DaemonOptions options) {
        if (n < 1) {
            throw new IllegalArgumentException(Texts.daemonsOutOfRange(n, 1));
        }
        dispatcher.add(n, options.spec());
        return n;
    }

    /**
     * The daemons that this profile has now, in the form that code for executors and clusters knows. Each call makes another view.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public MiraiCluster cluster() {
        dispatcher.requireOpen();
        return new MiraiCluster(this, dispatcher.slots());
    }

    /**
     * Takes a slot away from its daemon (再生, "regeneration"): that ends, what it runs ends as {@link MiraiClosed}, and the
     * slot's next daemon, which is started at once, shows another token. So a task that hangs costs its daemon and no other task. Until the next
     * one is there the slot's {@link DaemonStatus#instance()} is negative.
     *
     * @param index the slot, from 0
     * @param force whether also a slot that has a daemon
     * @return where the next daemon dials in, without the token; empty if the slot has a daemon and force is false
     * @throws IndexOutOfBoundsException if there is no such slot; names those that are
     * @throws IllegalStateException if the profile is closed
     */
    public Optional<String> saisei(int index, boolean force) {
        dispatcher.requireOpen();
        dispatcher.checkSlot(index);
        if (!force && dispatcher.status().daemons().get(index).online()) {
            return Optional.empty();
        }
        dispatcher.regenerate(index);
        return Optional.of(dispatcher.url());
    }

    /** The counts of this moment. */
    public Status status() {
        return dispatcher.status();
    }

    /**
     * Ends the daemons; unresolved tasks end as {@link MiraiReset}. Idempotent, on any thread: one that
     * may not block starts the shutdown and returns.
     */
    @Override
    public void close() {
        beginClose();
        if (!Schedulers.isInNonBlockingThread()) {
            closed.asMono().toFuture().join(); // an interrupt does not cut it short, and stays set
        }
    }

    /**
     * Ends the daemons as {@link #close()}; completes when nothing of them is left. Once begun it goes on
     * whether or not anybody waits for it.
     */
    public Mono<Void> closeAsync() {
        return parts.publisher().signal(closing());
    }

    /** As {@link #closeAsync()}, but completes on the thread that ends the profile, where no user code may run. */
    Mono<Void> closing() {
        return Mono.defer(() -> {
            beginClose();
            return closed.asMono();
        });
    }

    private void beginClose() {
        Profiles.remove(dispatcher.profile(), this);
        dispatcher.close();
    }

    /**
     * Ends the daemons as {@link #close()}, and those too that a close leaves to themselves: see {@link
     * DaemonOptions#autoExit}. After a close it kills those that are left. Of daemons that this host started it kills
     * the process; others only lose their link.
     */
    public void terminate() {
        dispatcher.terminate();
        close();
    }

    /** Launches the daemons; completes in the dispatcher's loop when all have dialled in. */
    Mono<Void> start() {
        return dispatcher.start();
    }

    /** How daemons carry objects that are all still to come. */
    void serialAtStart(List<SerialConfig<?>> configs) {
        mapper.serialAtStart(configs);
    }

    ProfileParts parts() {
        return parts;
    }

    void requireOpen() {
        dispatcher.requireOpen();
    }

    boolean isClosed() {
        return dispatcher.isClosed();
    }

    /** The whole profile in a line. */
    @Override
    public String toString() {
        return "Daemons[" + dispatcher.profile() + "]";
    }

    /** Describes a profile. Not thread-safe. */
    public static final class Builder extends DaemonsBuilder {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }
    }
}
