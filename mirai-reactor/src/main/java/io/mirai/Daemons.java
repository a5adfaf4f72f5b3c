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
import java.util.stream.IntStream;
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
public final class Daemons extends DaemonsLauncher implements AutoCloseable {

    private final Dispatcher dispatcher;
    private final ProfileParts parts;
    private final Submitter submitter;
    private final Mapper mapper;
    private final Sinks.Empty<Void> closed = Sinks.empty();

    /**
     * Makes a profile that has run nothing yet.
     *
     * @param options how its daemons run
     * @param dispatcher runs its tasks
     * @param parts the parts that its tasks need; closed at the close
     */
    Daemons(DaemonOptions options, Dispatcher dispatcher, ProfileParts parts) {
        super(options, dispatcher);
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

    /** Begins the description of a profile. */
    public static Builder builder() {
        return new Builder();
    }

    /** Finds the profile of this name; throws an {@link IllegalStateException} that names those that there are if it has no daemons. */
    public static Daemons profile(String name) {
        return Profiles.require(name);
    }

    /** Returns whether the profile of this name has daemons. */
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

    /** Submits a task if there is room in the queue; empty at once if there is none. See {@link Builder#queueLimit}. */
    public <T> Optional<Mirai<T>> tryMirai(Task<T> task) {
        return tryMirai(task, TaskOptions.none());
    }

    /** Submits a task if there is room in the queue; empty at once if there is none. See {@link Builder#queueLimit}. */
    public <T> Optional<Mirai<T>> tryMirai(Task<T> task, TaskOptions options) {
        return Optional.ofNullable(submitter.trySubmit(task, options.spec())).map(Mirai::new);
    }

    /** Returns the cold form of a task: every subscription submits it, and its cancel stops it. */
    public <T> Mono<T> defer(Task<T> task) {
        return defer(task, TaskOptions.none());
    }

    /** Returns the cold form of a task: every subscription submits it, and its cancel stops it. */
    public <T> Mono<T> defer(Task<T> task, TaskOptions options) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(options, "options");
        return submitter.defer(task, options.spec());
    }

    /**
     * Streams many values of one task: every subscription submits it, and its cancel stops it. The publisher on the daemon is
     * asked for no more than the subscriber has requested, and for at most 32 values that have not been delivered. The task
     * keeps its seat on the daemon until the publisher has ended. If that fails, the values that it has sent come first.
     */
    public <T> Flux<T> stream(TaskStream<T> task) {
        return stream(task, TaskOptions.none());
    }

    /** Streams many values of one task; a time limit is that of the whole stream. See {@link #stream(TaskStream)}. */
    public <T> Flux<T> stream(TaskStream<T> task, TaskOptions options) {
        return submitter.stream(task, options.spec());
    }

    // ---- Maps ----

    /**
     * Submits one task for each element. The function, with all that it captures, is copied at the call and shipped once to each
     * daemon. There each thread that runs tasks has its own copy: if the task of one element changes a captured object, the next
     * task on that thread may see the change. Each element is copied when it is about to be sent; one that cannot be carried
     * fails alone.
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

    /** Submits one task for each element of an array, as the rows of a {@code double[][]}. See {@link #map(Iterable, TaskFunction)}. */
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

    /** Submits one task for each entry, named by its key unless the options do. See {@link #map(Iterable, TaskFunction, MapOptions)}. */
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

    /** Maps the elements of a source lazily, in their order. See {@link #map(Publisher, TaskFunction, MapOptions)}. */
    public <A, R> Flux<R> map(Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function) {
        return map(source, function, MapOptions.none());
    }

    /**
     * Maps the elements of a source of any length lazily. The map is cold: every subscription subscribes to the source. Once the
     * subscriber asks, the source is asked for as many elements as the daemons run tasks at once and for the prefetch, and for
     * the next ones when results have been delivered. So {@code request(n)} paces the computation.
     *
     * <p>Null results are left out. The first failure ends the map, in the order of the elements; a failure of the source comes after
     * the results of the elements before it. A cancel is passed on to the source and stops the elements under way. The source is
     * asked where outcomes are published, so one that blocks needs {@code subscribeOn(Schedulers.boundedElastic())}.
     *
     * @throws IllegalArgumentException if the options have names
     */
    public <A, R> Flux<R> map(
            Publisher<? extends A> source, TaskFunction<? super A, ? extends R> function, MapOptions options) {
        return mapper.map(source, function, options.spec());
    }

    // ---- Every daemon ----

    /**
     * Runs a setup task once on each daemon: on those that are connected now, after the tasks that they run, and on each that joins
     * later, before its other tasks. A daemon gets no later task before the setup task has ended there, and waits for no other
     * daemon. Later tasks find the values that it leaves in {@link DaemonContext#globals()}.
     *
     * @return the results of the daemons that are connected now, in no order that means anything
     * @see #everywhere(Task, TaskOptions, int)
     */
    public <R> MiraiMap<R> everywhere(Task<R> task) {
        return everywhere(task, TaskOptions.none());
    }

    /** Runs a setup task once on each daemon. See {@link #everywhere(Task, TaskOptions, int)}. */
    public <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options) {
        return everywhere(task, options, 0);
    }

    /**
     * Runs a setup task once on each daemon, now and whenever one joins. If it throws on a daemon that is connected now, the error is
     * that result, and daemons that join later do not run the task. If it fails on a daemon that joins, that daemon is ended and
     * the failure logged; after five such ends in a row its slot gives up. If a daemon dies while it runs the task, the result is a
     * {@link MiraiReset}, and the next daemon in the slot runs the task as it joins. The cancel of a result stops the task on that
     * daemon alone.
     *
     * @param options its named values stay in the globals of each daemon, whatever {@link DaemonOptions#cleanup} says; a setup task
     *     replaces an earlier one of the same name for the daemons that join; its time limits hold on each daemon; it is never
     *     tried again
     * @param min how many results there are at least; if fewer daemons are connected now, the next ones that join bring the rest
     * @return the results, in no order that means anything
     * @throws IllegalArgumentException if min is negative
     * @throws IllegalStateException if the profile is closed, or has 100 setup tasks and this replaces none
     * @throws MiraiNotSerializable if it cannot be carried
     */
    public <R> MiraiMap<R> everywhere(Task<R> task, TaskOptions options, int min) {
        return new MiraiMap<>(mapper.everywhere(task, options.spec(), min));
    }

    /** Runs a setup task without a value once on each daemon. See {@link #everywhere(Task, TaskOptions, int)}. */
    public MiraiMap<Void> everywhere(TaskAction action) {
        return everywhere(new ActionTask(Objects.requireNonNull(action, "action")));
    }

    /**
     * Registers custom serializers, used in both directions for everything submitted from now on. They reach each daemon as by
     * {@link #everywhere(Task)}, and replace those that were registered before; a call without any removes them.
     *
     * @return a map that completes for each daemon that is connected now, without a value
     */
    public MiraiMap<Void> everywhere(SerialConfig<?>... configs) {
        return new MiraiMap<>(mapper.serial(List.of(configs)));
    }

    // ---- The profile ----

    /**
     * Shows the daemons that this profile has now to code for executors and clusters. Each call makes another view. Where slots wait for
     * daemons that dial in at the {@link Builder#url}, it prints the {@link #launchCommands} for them to standard output.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public MiraiCluster cluster() {
        dispatcher.requireOpen();
        int awaited = dispatcher.awaited();
        if (awaited > 0) {
            launchCommands(awaited).forEach(System.out::println);
        }
        return new MiraiCluster(this, dispatcher.slots());
    }

    /**
     * Takes a slot away from its daemon (再生, "regeneration"). The tasks that it runs fail as {@link MiraiClosed}; so one that hangs costs
     * its daemon and no other task. A daemon that this host has started is ended and replaced; the secret of any other opens nothing any
     * more. The slot's {@link DaemonStatus#instance()} is negative until the next daemon is there.
     *
     * @param index the slot, from 0
     * @param force whether a slot that has a daemon is taken away, too
     * @return the address at which the next daemon dials in, without the token; empty if the slot has a daemon and force is false
     * @throws IndexOutOfBoundsException if there is no such slot; names those that there are
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

    /**
     * Lets a daemon finish what it runs and leave, also one that this host has not started. It gets no more tasks, and those that were
     * sent ahead to it run elsewhere. No other takes its slot until {@link #launchLocal} starts one, or one dials in by itself; meanwhile
     * tasks wait, if no daemon is left, and those for this one alone fail. A daemon that is being started leaves when it has dialled in.
     * Each subscription asks for all this, again without effect; a cancel does not undo it.
     *
     * @param index the slot, from 0
     * @return completes when the daemon has left: at once if the slot has none, as that of a sync profile, at last when the profile has
     *     closed
     * @throws IllegalArgumentException if there is no such slot; names those that there are
     */
    public Mono<Void> drain(int index) {
        return parts.publisher().signal(dispatcher.drain(index));
    }

    /** Lets all daemons finish what they run and leave that there are at the subscription. See {@link #drain(int)}. */
    public Mono<Void> drain() {
        return parts.publisher()
                .signal(Mono.defer(() -> Mono.when(IntStream.range(0, dispatcher.slots())
                        .mapToObj(dispatcher::drain)
                        .toList())));
    }

    /** Returns the counts of this moment. */
    public Status status() {
        return dispatcher.status();
    }

    /**
     * Ends the daemons; unresolved tasks fail as {@link MiraiReset}. The call is idempotent, and any thread may make it: on one that may
     * not block it starts the shutdown and returns.
     */
    @Override
    public void close() {
        beginClose();
        if (!Schedulers.isInNonBlockingThread()) {
            closed.asMono().toFuture().join(); // an interrupt does not cut it short, and stays set
        }
    }

    /**
     * Ends the daemons as {@link #close()} does, at the first subscription, and completes when nothing is left. A cancel does not stop it.
     */
    public Mono<Void> closeAsync() {
        return parts.publisher().signal(closing());
    }

    /** Ends the daemons as {@link #closeAsync()} does, but completes on a thread where no user code may run. */
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
     * Ends the daemons as {@link #close()} does, and also those that a close leaves to themselves: see {@link
     * DaemonOptions#autoExit}. Those that this host has started are killed, also after a close; others are told to leave for good.
     */
    public void terminate() {
        dispatcher.terminate();
        close();
    }

    /** Launches the daemons; completes in the dispatcher's loop when all have dialled in. */
    Mono<Void> start() {
        return dispatcher.start();
    }

    /** Registers custom serializers for daemons that are all still to come. */
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

    /** Shows the profile in one line. */
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
