package io.mirai;

import io.mirai.dispatch.DaemonDispatcher;
import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.EventLoop;
import io.mirai.dispatch.Policy;
import io.mirai.dispatch.QueueLimits;
import io.mirai.dispatch.SyncDispatcher;
import io.mirai.drain.SharedPool;
import io.mirai.promise.Blocking;
import io.mirai.promise.OutcomePublisher;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Backend;
import io.mirai.spi.Body;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.Library;
import io.mirai.spi.ResultClasses;
import io.mirai.task.PlainValues;
import io.mirai.task.ProfileParts;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Describes a profile and makes it; {@link Daemons.Builder} is its public name. Not thread-safe. */
abstract sealed class DaemonsBuilder permits Daemons.Builder {

    private static final AtomicLong ANONYMOUS = new AtomicLong();
    private static final int RETRIES = 2;

    private int daemons = 1;
    private @Nullable String profile;
    private DaemonOptions options = DaemonOptions.none();
    private String url = "";
    private int retries;
    private boolean inTurn;
    private boolean sync;
    private QueueLimits limits = QueueLimits.NONE;
    private List<SerialConfig<?>> serial = List.of();
    private @Nullable Mrg32k3a random;
    private long maxResultBytes = Body.MAX_BYTES;
    private final Set<String> allowedNames = new HashSet<>();
    private final Set<String> allowedPrefixes = new HashSet<>();
    private Scheduler publisher = Schedulers.parallel();

    DaemonsBuilder() {}

    abstract Daemons.Builder self();

    /**
     * How many daemons to start on this machine; 1 if not said. With a {@link #url} none is started.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Daemons.Builder n(int daemons) {
        if (daemons < 1) {
            throw new IllegalArgumentException(Texts.daemonsOutOfRange(daemons, 1));
        }
        this.daemons = daemons;
        return self();
    }

    /** Names the profile, and replaces one of that name at the start; without it the profile is anonymous. */
    public Daemons.Builder profile(String name) {
        this.profile = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Whether tasks run again that lost their daemon, twice at most: as {@link TaskOptions#retry}, which a task may set
     * otherwise. They do not if not said.
     */
    public Daemons.Builder retry(boolean retry) {
        this.retries = retry ? RETRIES : 0;
        return self();
    }

    /**
     * Whether the first task in the queue goes to the first daemon that is free, as it does if not said. Otherwise
     * each is given to the next of the connected daemons at once, in turn, and waits for that one even if another is free: for
     * tasks that take alike, or where it matters which daemon runs which.
     */
    public Daemons.Builder dispatcher(boolean fifo) {
        this.inTurn = !fifo;
        return self();
    }

    /**
     * Makes what tasks draw of {@link DaemonContext#random} the same each time: the k-th task that is submitted, a map's
     * elements in their order, has the k-th stream after this seed, whatever daemon runs it and however often. These are the streams
     * of R after {@code RNGkind("L'Ecuyer-CMRG"); set.seed(seed)}. Without a seed nobody can foretell them.
     */
    public Daemons.Builder seed(long seed) {
        boolean asInR = seed == (int) seed;
        this.random = Mrg32k3a.ofSeed(asInR ? (int) seed : Long.hashCode(seed));
        return self();
    }

    /**
     * Limits how many tasks wait that have not been sent to a daemon; any number may if not said. When the queue is full, a
     * call that submits a task waits for room, in order of arrival; on a thread that may not block it throws {@link MiraiQueueFull}.
     * {@link Daemons#tryMirai} is empty then. {@link Daemons#defer}, {@code stream} and maps over a publisher wait without a
     * thread, and copy what they carry when it is their turn. Elements of other maps pass without waiting, a few ahead of the daemons.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Daemons.Builder queueLimit(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException(Texts.queueLimitNotPositive("queueLimit", tasks));
        }
        limits = new QueueLimits(tasks, limits.bytes());
        return self();
    }

    /**
     * Limits how many bytes the tasks have, as they are encoded, that wait and have not been sent; any number may if not said. One
     * task that is longer passes when no other waits. Otherwise as {@link #queueLimit}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Daemons.Builder memory(long queueBytes) {
        if (queueBytes < 1) {
            throw new IllegalArgumentException(Texts.queueLimitNotPositive("memory", queueBytes));
        }
        limits = new QueueLimits(limits.tasks(), queueBytes);
        return self();
    }

    /** Registers custom serializers, as by {@link Daemons#everywhere(SerialConfig[])}. */
    public Daemons.Builder serial(SerialConfig<?>... configs) {
        this.serial = List.of(configs);
        return self();
    }

    /** How each daemon runs. */
    public Daemons.Builder daemon(DaemonOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        return self();
    }

    /**
     * Where to listen, as {@code unix:///path} or {@code tcp://127.0.0.1:0}, and nothing is launched: {@link
     * Daemons#launchLocal} does. The directory of the path has to be this user's own, with no rights for
     * others. Without it the daemons of this machine dial in at an address of their own.
     */
    public Daemons.Builder url(String url) {
        this.url = Objects.requireNonNull(url, "url");
        return self();
    }

    /**
     * The longest result that is taken, in bytes as it is encoded; a longer one fails its task alone, as
     * {@link MiraiTooLarge}. 2 GiB − 8 if not said, and never more.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Daemons.Builder maxResultBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(Texts.resultLimitNotPositive(bytes));
        }
        this.maxResultBytes = Math.min(bytes, Body.MAX_BYTES);
        return self();
    }

    /**
     * Adds classes that results of daemons may contain which this host did not start itself, beside the
     * JDK's values and the classes that it has shipped to them. It bounds nothing of daemons on this
     * machine: those that the host starts itself may answer with any class that it has.
     */
    public Daemons.Builder allow(Class<?>... resultClasses) {
        for (Class<?> type : resultClasses) {
            allowedNames.add(type.getName());
        }
        return self();
    }

    /**
     * Adds all classes whose names begin with this, as {@code com.example.}. See {@link #allow(Class[])}.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Daemons.Builder allow(String packagePrefix) {
        Objects.requireNonNull(packagePrefix, "packagePrefix");
        if (packagePrefix.isEmpty()) {
            throw new IllegalArgumentException(Texts.allowsEverything());
        }
        allowedPrefixes.add(packagePrefix);
        return self();
    }

    /**
     * Where outcomes are published, and all else that can be subscribed to; {@code Schedulers.parallel()} if not said, and
     * where this one takes nothing more. {@code Schedulers.immediate()} means threads of the profile's own. What a
     * scheduler runs on the thread that asks it to runs on {@code Schedulers.parallel()}.
     */
    public Daemons.Builder publishOn(Scheduler scheduler) {
        this.publisher = Objects.requireNonNull(scheduler, "scheduler");
        return self();
    }

    /**
     * Whether tasks run on the thread that submits them, in this JVM, and are resolved when the call returns: for tests and
     * debuggers. There are no daemons, but what a task takes and brings is copied as if there were one, and {@link
     * DaemonContext#current} is that of daemon 0 while it runs. No limit of time or of the queue applies, subscribers are
     * signalled on the thread that asks unless {@link #publishOn} says otherwise, and a task that ends its JVM ends this one.
     */
    public Daemons.Builder sync(boolean sync) {
        this.sync = sync;
        return self();
    }

    /**
     * Starts the daemons and waits until all have dialled in; with a {@link #url} it starts none, and
     * returns when the profile listens.
     *
     * @throws IllegalStateException if they cannot be started, saying why; or on a thread that may not
     *     block; or if the thread is interrupted, then its flag is set again and nothing was started
     */
    public Daemons start() {
        Blocking.check("start()");
        return new DaemonsStart(this::create, profile).now();
    }

    /**
     * Starts the daemons, others for each subscription; completes when all have dialled in. Inside a
     * daemon, where the class that holds a pool is loaded with the task that it submitted, it
     * completes at once and the daemons start at the first task.
     */
    public Mono<Daemons> startAsync() {
        return Mono.defer(() -> new DaemonsStart(this::create, profile).later());
    }

    private static Backend backend() {
        try {
            return ServiceLoader.load(Backend.class, Daemons.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(Texts.noBackend()));
        } catch (ServiceConfigurationError e) { // such as no descriptor being left to read its file
            throw new IllegalStateException(Texts.backendNotLoaded(e), e);
        }
    }

    /** A profile that starts its daemons at the first task. */
    Daemons create() {
        Library.REACTOR.check();
        String name = profile != null ? profile : "local-" + ANONYMOUS.incrementAndGet();
        Backend backend = backend();
        Mrg32k3a begin = random != null ? random : Mrg32k3a.unforeseen();
        ResultClasses allowed = new ResultClasses(Set.copyOf(allowedNames), Set.copyOf(allowedPrefixes));
        FleetSpec spec = new FleetSpec(name, url, daemons, maxResultBytes, allowed, begin);
        Daemons made = sync ? createSync(backend, spec) : createWithDaemons(backend, spec);
        if (!serial.isEmpty()) {
            made.serialAtStart(serial);
        }
        return made;
    }

    private Daemons createSync(Backend backend, FleetSpec spec) {
        if (!url.isEmpty()) {
            throw new IllegalStateException(Texts.syncDoesNotListen(spec.profile(), url));
        }
        Scheduler caller = Schedulers.immediate();
        SyncDispatcher dispatcher = new SyncDispatcher(spec.profile(), backend.evaluator(spec));
        OutcomePublisher outcomes = publisher == Schedulers.parallel()
                ? OutcomePublisher.on(caller)
                : OutcomePublisher.onAnyones(publisher);
        return new Daemons(options, dispatcher, ProfileParts.of(dispatcher, caller, new PlainValues(caller), outcomes));
    }

    private Daemons createWithDaemons(Backend backend, FleetSpec spec) {
        String name = spec.profile();
        return make(
                backend,
                spec,
                options,
                new Policy(retries, inTurn, limits),
                new EventLoop(name, Schedulers.newSingle("mirai-loop-" + name, true)),
                Schedulers.fromExecutorService(SharedPool.named("mirai-codec-" + name)),
                Schedulers.newSingle("mirai-values-" + name, true),
                publisher == Schedulers.immediate()
                        ? OutcomePublisher.ofOwnThreads(name)
                        : OutcomePublisher.onAnyones(publisher));
    }

    /**
     * Makes a profile that has launched nothing yet.
     *
     * @param loop runs the dispatcher's events; stopped at the close
     * @param codecPool where user code may run that makes bodies, and reads them; disposed at the close
     * @param values where small plain values are read, and no user code runs that could hold them up; disposed at the close
     * @param publisher where outcomes are published; closed at the close
     */
    static Daemons make(
            Backend backend,
            FleetSpec spec,
            DaemonOptions options,
            Policy policy,
            EventLoop loop,
            Scheduler codecPool,
            Scheduler values,
            OutcomePublisher publisher) {
        Dispatcher dispatcher = new DaemonDispatcher(
                spec.profile(),
                Collections.nCopies(spec.url().isEmpty() ? spec.daemons() : 0, options.spec()),
                policy,
                listener -> backend.fleet(spec, listener),
                loop);
        return new Daemons(
                options, dispatcher, ProfileParts.of(dispatcher, codecPool, new PlainValues(values), publisher));
    }
}
