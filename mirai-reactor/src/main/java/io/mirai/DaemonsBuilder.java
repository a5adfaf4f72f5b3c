package io.mirai;

import io.mirai.dispatch.DaemonDispatcher;
import io.mirai.dispatch.Dispatcher;
import io.mirai.dispatch.EventLoop;
import io.mirai.dispatch.FirstDaemons;
import io.mirai.dispatch.Policy;
import io.mirai.dispatch.QueueLimits;
import io.mirai.dispatch.SyncDispatcher;
import io.mirai.drain.SharedPool;
import io.mirai.promise.Blocking;
import io.mirai.promise.OutcomePublisher;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Backend;
import io.mirai.spi.Body;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.FleetSpec;
import io.mirai.spi.KeepAliveSpec;
import io.mirai.spi.Library;
import io.mirai.spi.Listening;
import io.mirai.spi.ResultClasses;
import io.mirai.task.PlainValues;
import io.mirai.task.ProfileParts;
import java.nio.file.Path;
import java.time.Duration;
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

    private @Nullable Integer daemons;
    private @Nullable String profile;
    private DaemonOptions options = DaemonOptions.none();
    private @Nullable RemoteConfig remote;
    private Listening listening = Listening.NONE;
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
     * Sets how many daemons to start on this machine; 1 by default. With a {@link #url} none is started, unless {@link #remote} says how: then these are the slots that
     * {@link Daemons#status} and {@link Daemons#cluster} show from the start, without a daemon until one dials in; none by default.
     * However many they are, more daemons may dial in.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Daemons.Builder n(int daemons) {
        this.daemons = requirePositive(daemons);
        return self();
    }

    static int requirePositive(int daemons) {
        if (daemons < 1) {
            throw new IllegalArgumentException(Texts.daemonsOutOfRange(daemons, 1));
        }
        return daemons;
    }

    /** Names the profile, which replaces the one of that name when it starts; by default it is anonymous. */
    public Daemons.Builder profile(String name) {
        this.profile = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sets whether a task that lost its daemon is tried again, at most twice; false by default. A task may say otherwise by {@link
     * TaskOptions#retry}.
     */
    public Daemons.Builder retry(boolean retry) {
        this.retries = retry ? RETRIES : 0;
        return self();
    }

    /**
     * Sets whether the first task in the queue goes to the first daemon that is free; true by default. Otherwise each task is given
     * at once to the next of the connected daemons, in turn, and waits for that one even if another is free. This suits tasks that
     * take equally long, or for which it matters which daemon runs them.
     */
    public Daemons.Builder dispatcher(boolean fifo) {
        this.inTurn = !fifo;
        return self();
    }

    /**
     * Sets the seed of the random numbers that tasks draw from {@link DaemonContext#random}, so that they are the same each time. The
     * k-th task that is submitted, a map's elements in their order, has the k-th stream after this seed, whichever daemon runs it and
     * however often. These are the streams of R after {@code RNGkind("L'Ecuyer-CMRG"); set.seed(seed)}. By default the seed is
     * unpredictable.
     */
    public Daemons.Builder seed(long seed) {
        boolean asInR = seed == (int) seed;
        this.random = Mrg32k3a.ofSeed(asInR ? (int) seed : Long.hashCode(seed));
        return self();
    }

    /**
     * Limits how many tasks may wait to be sent to a daemon; any number by default. When the queue is full, a call that submits a
     * task waits for room, in order of arrival; on a thread that may not block it throws {@link MiraiQueueFull}. {@link
     * Daemons#tryMirai} is empty then. {@link Daemons#defer}, {@code stream} and maps over a publisher wait without a thread, and
     * copy what they carry when it is their turn. Elements of other maps do not wait, but only a few are encoded ahead of the daemons.
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
     * Limits how many bytes, as they are encoded, the tasks may have that wait to be sent to a daemon; any number by default. A task
     * that is longer than the limit passes when no other task waits. A full queue acts as with {@link #queueLimit}.
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

    /** Registers custom serializers, as {@link Daemons#everywhere(SerialConfig[])} does. */
    public Daemons.Builder serial(SerialConfig<?>... configs) {
        this.serial = List.of(configs);
        return self();
    }

    /** Sets the options of each daemon. */
    public Daemons.Builder daemon(DaemonOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        return self();
    }

    /**
     * Sets the address at which daemons of other machines dial in: {@code tls+tcp://host:port}, {@code wss://host:port/path}, {@code
     * tcp://host:port}, {@code ws://host:port/path} or {@code unix:///path}; port 0 is any that is free, and {@link Status#url} says
     * which. An IPv6 address stands in brackets. {@link Mirais#hostUrl} makes such an address. Then no daemon is launched but by {@link
     * Daemons#launchLocal} and {@link #remote}; {@link Daemons#launchCommands} has the lines that start daemons elsewhere. Without TLS other machines may
     * not dial in, unless {@link TlsConfig#insecure} says so. The directory of a Unix socket has to be this user's own, with no rights
     * for others. By default the profile listens at an address that only its own daemons know.
     */
    public Daemons.Builder url(String url) {
        Objects.requireNonNull(url, "url");
        listening = listening.withUrl(url);
        return self();
    }

    /**
     * Sets how daemons are started on other machines, which dial in at the {@link #url}: one for each launch that it describes, or {@link
     * #n} by these in turn. {@link #start} waits for them, but not for one that could not be launched at once, if another is there:
     * {@link DaemonStatus#problem} says why it is not, and it is launched again. If none can be launched, start throws that reason.
     */
    public Daemons.Builder remote(RemoteConfig config) {
        this.remote = Objects.requireNonNull(config, "config");
        return self();
    }

    /** Sets how the links of the {@link #url} are protected; by default by certificates that are thrown away with the profile. */
    public Daemons.Builder tls(TlsConfig tls) {
        Objects.requireNonNull(tls, "tls");
        listening = listening.withTls(tls.spec());
        return self();
    }

    /**
     * Sets whether each slot of the {@link #url} has a secret of its own, for one daemon at a time; that one may dial in again until
     * {@link Daemons#saisei} takes the secret back. By default all daemons of the profile share one secret, so that one line starts
     * any number of them.
     */
    public Daemons.Builder token(boolean perSlot) {
        listening = listening.withSecretPerSlot(perSlot);
        return self();
    }

    /**
     * Sets when the link of a {@link #url} ends because the other side is silent; by default each side sends a sign of life every 5 s,
     * and ends the link after 15 s without one. Links on one machine by a Unix socket are not concerned.
     *
     * @param interval how often a sign of life is sent; at least 1 s
     * @param lifetime after how long without one the link ends; longer than the interval, at most 180 s
     * @throws IllegalArgumentException if they are not
     */
    public Daemons.Builder keepAlive(Duration interval, Duration lifetime) {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(lifetime, "lifetime");
        listening = listening.withKeepAlive(new KeepAliveSpec(interval, lifetime));
        return self();
    }

    /**
     * Sets the file that keeps the secrets and the keys of the {@link #url}, so that daemons with {@link
     * DaemonOptions.AutoExit#PERSIST} and lines that were pasted before find the next host that has the file. It is made if it is not
     * there, for this user alone. A program that reads it can be the host of these daemons, and run code there. By default each profile has
     * secrets of its own.
     */
    public Daemons.Builder identity(Path file) {
        Objects.requireNonNull(file, "file");
        listening = listening.withIdentity(file);
        return self();
    }

    /**
     * Limits the length of a result, in bytes as it is encoded; 2 GiB − 8 by default, and never more. A longer result fails its task
     * alone, as {@link MiraiTooLarge}.
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
     * Adds classes whose objects results may contain if this host did not start the daemon itself. Values of the JDK, classes that
     * tasks have carried, and classes without serialization methods beside a task's code need no such line. It also lets their own
     * code run on this host for such results: serialization methods (readObject, readResolve and the like), finalizers, lambdas
     * written in them, and proxies of allowed interfaces. Allow only what you would let the machines of these daemons call. A daemon
     * that the host starts itself may answer with any class that the host has.
     */
    public Daemons.Builder allow(Class<?>... resultClasses) {
        for (Class<?> type : resultClasses) {
            allowedNames.add(type.getName());
        }
        return self();
    }

    /**
     * Adds all classes whose names begin with this prefix, such as {@code com.example.}, and opens for each of them all that {@link
     * #allow(Class[])} opens, also of libraries below it. The full name of one class, such as {@code com.example.Fit$Part}, allows a
     * class that is not public, and any whose name begins so.
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
     * Sets the scheduler on which outcomes are published, and everything else that can be subscribed to; {@code
     * Schedulers.parallel()} by default, and whenever this scheduler takes no more tasks. {@code Schedulers.immediate()} means threads
     * of the profile's own. If a scheduler runs a signal on the calling thread, that is a thread of {@code Schedulers.parallel()}.
     */
    public Daemons.Builder publishOn(Scheduler scheduler) {
        this.publisher = Objects.requireNonNull(scheduler, "scheduler");
        return self();
    }

    /**
     * Sets whether each task runs on the thread that submits it, in this JVM, and is resolved when the call returns, for tests and
     * debuggers; false by default. There are no daemons, but what a task takes and brings is copied as if there were, and {@link
     * DaemonContext#current} is that of daemon 0 while it runs. No limit of time or of the queue applies. Subscribers are signalled
     * on the thread that subscribes or submits, unless {@link #publishOn} says otherwise. A task that ends its JVM ends this one.
     */
    public Daemons.Builder sync(boolean sync) {
        this.sync = sync;
        return self();
    }

    /**
     * Starts the daemons and waits until all have dialled in; with a {@link #url} it starts none, and returns when the profile
     * listens.
     *
     * @throws IllegalStateException if no daemon can be started, saying why; or on a thread that may not block; or if the thread is
     *     interrupted: then its flag is set again and nothing was started
     */
    public Daemons start() {
        Blocking.check("start()");
        return new DaemonsStart(this::create, profile).now();
    }

    /**
     * Starts the daemons, other ones for each subscription, and completes when all have dialled in. Inside a daemon it completes at
     * once, and the daemons start at the first task: the class that holds a profile may be loaded there with a task that it
     * submitted.
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

    /** Makes a profile that starts its daemons at the first task. */
    Daemons create() {
        Library.REACTOR.check();
        String name = profile != null ? profile : "local-" + ANONYMOUS.incrementAndGet();
        Backend backend = backend();
        Mrg32k3a begin = random != null ? random : Mrg32k3a.unforeseen();
        ResultClasses allowed = new ResultClasses(Set.copyOf(allowedNames), Set.copyOf(allowedPrefixes));
        if (!listening.isOn() && remote != null) {
            throw new IllegalStateException(Texts.remoteNeedsUrl(name));
        }
        if (!listening.isOn() && listening.saysMoreThanUrl()) {
            throw new IllegalStateException(Texts.nothingToListenAt(name));
        }
        List<DaemonSpec> elsewhere = elsewhere();
        int number = elsewhere.isEmpty() ? firstDaemons() : elsewhere.size();
        FleetSpec spec = new FleetSpec(name, listening, number, maxResultBytes, allowed, begin);
        Daemons made = sync ? createSync(backend, spec) : createWithDaemons(backend, spec, elsewhere);
        if (!serial.isEmpty()) {
            made.serialAtStart(serial);
        }
        return made;
    }

    private List<DaemonSpec> elsewhere() {
        if (remote == null) {
            return List.of();
        }
        return daemons == null
                ? LaunchConfig.daemons(remote, options.spec())
                : LaunchConfig.daemons(remote, options.spec(), daemons);
    }

    private int firstDaemons() {
        return daemons != null ? daemons : listening.isOn() ? 0 : 1;
    }

    private Daemons createSync(Backend backend, FleetSpec spec) {
        if (listening.isOn()) {
            throw new IllegalStateException(Texts.syncDoesNotListen(spec.profile(), listening.url()));
        }
        Scheduler caller = Schedulers.immediate();
        SyncDispatcher dispatcher = new SyncDispatcher(spec.profile(), backend.evaluator(spec));
        OutcomePublisher outcomes = publisher == Schedulers.parallel()
                ? OutcomePublisher.on(caller)
                : OutcomePublisher.onAnyones(publisher);
        return new Daemons(options, dispatcher, ProfileParts.of(dispatcher, caller, new PlainValues(caller), outcomes));
    }

    private Daemons createWithDaemons(Backend backend, FleetSpec spec, List<DaemonSpec> elsewhere) {
        String name = spec.profile();
        return make(
                backend,
                spec,
                elsewhere.isEmpty() ? first(spec, options) : new FirstDaemons(elsewhere, 0, true),
                options,
                new Policy(retries, inTurn, limits),
                new EventLoop(name, Schedulers.newSingle("mirai-loop-" + name, true)),
                Schedulers.fromExecutorService(SharedPool.named("mirai-codec-" + name)),
                Schedulers.newSingle("mirai-values-" + name, true),
                publisher == Schedulers.immediate()
                        ? OutcomePublisher.ofOwnThreads(name)
                        : OutcomePublisher.onAnyones(publisher));
    }

    private static FirstDaemons first(FleetSpec spec, DaemonOptions options) {
        return spec.listening().isOn()
                ? FirstDaemons.awaited(spec.daemons())
                : FirstDaemons.launched(spec.daemons(), options.spec());
    }

    /** Makes a profile that has launched nothing yet, and launches nothing elsewhere at first. */
    static Daemons make(
            Backend backend,
            FleetSpec spec,
            DaemonOptions options,
            Policy policy,
            EventLoop loop,
            Scheduler codecPool,
            Scheduler values,
            OutcomePublisher publisher) {
        return make(backend, spec, first(spec, options), options, policy, loop, codecPool, values, publisher);
    }

    /**
     * Makes a profile that has launched nothing yet.
     *
     * @param first the daemons that there are to be at first
     * @param loop runs the dispatcher's events; stopped at the close
     * @param codecPool the threads on which bodies are made and read, which may run user code; disposed at the close
     * @param values the threads on which small plain values are read, where no user code can hold them up; disposed at the close
     * @param publisher publishes outcomes; closed at the close
     */
    private static Daemons make(
            Backend backend,
            FleetSpec spec,
            FirstDaemons first,
            DaemonOptions options,
            Policy policy,
            EventLoop loop,
            Scheduler codecPool,
            Scheduler values,
            OutcomePublisher publisher) {
        Dispatcher dispatcher =
                new DaemonDispatcher(spec.profile(), first, policy, listener -> backend.fleet(spec, listener), loop);
        return new Daemons(
                options, dispatcher, ProfileParts.of(dispatcher, codecPool, new PlainValues(values), publisher));
    }
}
