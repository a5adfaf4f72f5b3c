package io.mirai.launch;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.DaemonConfig;
import io.mirai.daemon.Libraries;
import io.mirai.daemon.Nesting;
import io.mirai.daemon.Texts;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Sockets;
import io.mirai.wire.Setup;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The daemons of one profile on this machine.
 *
 * <p>Threads: processes are started and ended, and files made, read and deleted, on one thread of the fleet's own;
 * daemons are admitted and their tasks answered on the transport's event loops. The listener is called on both, under
 * no lock.
 */
final class LocalFleet implements Fleet, Admission, ClassSource {

    private record Place(int slot, int instance) {}

    /** Cleaners delete what was not used for days. */
    private static final Duration TOUCH_INTERVAL = Duration.ofHours(1);

    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(10);

    private final FleetSpec spec;
    private final FleetListener listener;
    private final HostCodec codec;
    private final @Nullable JavaProgram java;
    private final long launchMillis;
    private final Map<Place, LocalDaemon> daemons = new ConcurrentHashMap<>();
    private final AtomicInteger present = new AtomicInteger(); // those that start included
    private final Set<LocalDaemon> leftAlone = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor executor;
    private final HostOutput output;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final Thread atExit = new Thread(this::endAtExit, "mirai-exit");
    private final Sinks.Empty<Void> listening = Sinks.empty();
    private @Nullable LaunchKit kit; // the fleet's thread alone
    private @Nullable Mono<DaemonListener> door; // the fleet's thread alone; kept from the moment it begins to open
    private volatile boolean exiting;
    private volatile boolean terminating;
    private volatile @Nullable FleetDirectory directory;
    private volatile @Nullable LinkAddress address;

    LocalFleet(
            FleetSpec spec, FleetListener listener, HostCodec codec, @Nullable JavaProgram java, Duration launchLimit) {
        this.spec = spec;
        this.listener = listener;
        this.codec = codec;
        this.java = java;
        this.launchMillis = launchLimit.toMillis();
        this.executor = executor(spec.profile());
        this.output = new HostOutput(spec.profile());
    }

    private static ScheduledThreadPoolExecutor executor(String profile) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "mirai-fleet-" + profile);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // After the end of the fleet nothing is left to be done.
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return executor;
    }

    /** Makes its directory and listens. */
    @Override
    public Mono<Void> listen() {
        return Mono.defer(() -> {
            try {
                Nesting.check(spec.url().isEmpty() ? spec.daemons() : 0);
                executor.execute(this::open);
                executor.execute(this::lookAround); // while the door opens, since it takes its time
            } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
                listening.tryEmitError(e);
            }
            return listening.asMono();
        });
    }

    private void open() {
        if (closing.get()) {
            return; // finish() tells
        }
        try {
            LinkAddress wanted = spec.url().isEmpty() ? null : LinkAddress.parse(spec.url());
            FleetDirectory made = FleetDirectory.create();
            directory = made;
            rememberExit();
            Mono<DaemonListener> opening = DaemonListener.bind(wanted == null ? ownAddress(made) : wanted, this, this)
                    .cache();
            door = opening;
            opening.subscribe(
                    bound -> executor.execute(() -> opened(bound)),
                    error -> executor.execute(() -> listening.tryEmitError(Libraries.explain(error))));
            LaunchKit launching = new LaunchKit(made, codec, java);
            launching.session();
            kit = launching;
            executor.execute(made::sweep);
            var unused = executor.scheduleAtFixedRate(
                    made::touch, TOUCH_INTERVAL.toMinutes(), TOUCH_INTERVAL.toMinutes(), TimeUnit.MINUTES);
        } catch (Throwable e) {
            listening.tryEmitError(Libraries.explain(e));
        }
    }

    /** Its own Unix socket, or a port of TCP on a machine that has no such sockets. */
    private static LinkAddress ownAddress(FleetDirectory made) {
        return Sockets.hasUnixSockets() ? new LinkAddress.Unix(made.socket()) : LinkAddress.Tcp.anyLoopback();
    }

    private void opened(DaemonListener bound) {
        if (!closing.get()) { // otherwise finish() tells
            address = bound.address();
            listening.tryEmitEmpty();
        }
    }

    /** What it meets will be said at the first launch. */
    private void lookAround() {
        try {
            if (kit != null) {
                kit.host();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // Said there, as what happens then.
        }
    }

    private FleetDirectory directory() {
        return Objects.requireNonNull(directory, "directory");
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public String url() {
        LinkAddress bound = address;
        return bound == null ? "" : bound.url();
    }

    @Override
    public void checkSize(int daemons) {
        Nesting.check(daemons);
    }

    @Override
    public void launch(int slot, int instance, DaemonSpec daemon) {
        if (closing.get()) {
            listener.onLaunchFailure(slot, Texts.closedMeanwhile());
            return;
        }
        present.incrementAndGet(); // at once: those that are launched together share the memory
        executor.execute(() -> start(new Place(slot, instance), daemon));
    }

    private void start(Place place, DaemonSpec spec) {
        LocalDaemon daemon;
        if (exiting) {
            return; // nobody waits for the news
        }
        if (closing.get()) {
            present.decrementAndGet();
            listener.onLaunchFailure(place.slot(), Texts.closedMeanwhile());
            return;
        }
        try {
            restore();
            daemon = prepare(place, spec);
        } catch (IllegalStateException e) {
            present.decrementAndGet();
            listener.onLaunchFailure(place.slot(), String.valueOf(e.getMessage()));
            return;
        } catch (Throwable e) { // whatever it is, the slot waits for the news
            present.decrementAndGet();
            listener.onLaunchFailure(place.slot(), Texts.cannotPrepare(e));
            return;
        }
        if (exiting) {
            return; // nobody waits for the news
        }
        // Closing happens on this thread too: a daemon is either closed with the others or never started.
        if (closing.get()) {
            daemon.close(new ProcessTree());
            return;
        }
        daemons.put(place, daemon);
        daemon.launch(executor, launchMillis);
    }

    /** A cleaner of temporary files may have deleted what the next daemon needs. */
    private void restore() throws IOException {
        directory().restore();
        if (door != null) {
            door.flatMap(DaemonListener::restore).block(RESTORE_LIMIT);
        }
    }

    private LocalDaemon prepare(Place place, DaemonSpec daemon) throws IOException {
        FleetDirectory home = directory();
        DaemonFiles files = home.daemon(place.slot(), place.instance());
        LaunchKit launching = Objects.requireNonNull(kit, "kit");
        JvmCommand command = launching.command(daemon, Math.max(spec.daemons(), present.get()), files);
        Path session = launching.session(daemon, files);
        DaemonConfig config = new DaemonConfig(
                Objects.requireNonNull(address, "address"),
                home.path(),
                ProcessHandle.current().pid(),
                home.lock(),
                Token.random(), // for this launch alone: a late one before it is not taken for it
                place.slot(),
                place.instance(),
                daemon.threads(),
                daemon.output(),
                daemon.limits(),
                daemon.cleanup(),
                daemon.hostGone(),
                spec.maxResultBytes(),
                Nesting.level() + 1,
                session,
                files.ledger(),
                files.words());
        return new LocalDaemon(config, command, files, listener, () -> forget(place));
    }

    private void forget(Place place) {
        daemons.remove(place);
        present.decrementAndGet();
    }

    // Admission: on event loops

    @Override
    public Token expect(Setup setup) throws RefusedException {
        LocalDaemon daemon = daemons.get(new Place(setup.slot(), setup.instance()));
        if (daemon == null || !daemon.isAwaited() || closing.get()) {
            throw new RefusedException(Texts.notAwaited(setup.slot(), setup.instance()));
        }
        return daemon.token();
    }

    @Override
    public boolean mayStandStill(Setup setup) {
        LocalDaemon daemon = daemons.get(new Place(setup.slot(), setup.instance()));
        return daemon != null && daemon.mayStandStill();
    }

    @Override
    public Mrg32k3a random() {
        return spec.random();
    }

    @Override
    public long maxResultBytes() {
        return spec.maxResultBytes();
    }

    @Override
    public BodyGathering gathering() {
        return codec.gathering();
    }

    @Override
    public void onConnected(DaemonLink connection) {
        LocalDaemon daemon = daemonFor(connection);
        if (daemon == null) {
            connection.close();
            return;
        }
        int capacity = Math.min(connection.setup().capacity(), daemon.threads());
        LocalLink link = new LocalLink(connection, capacity, () -> executor.execute(daemon::kill));
        if (daemon.tryConnect(link)) {
            listener.onLink(link);
        } else {
            connection.close();
        }
    }

    @Override
    public void onDraining(DaemonLink connection, Departure reason) {
        LocalDaemon daemon = daemonFor(connection);
        LocalLink link = daemon == null ? null : daemon.linkOver(connection);
        if (daemon != null && link != null) {
            daemon.letLeave();
            listener.onDraining(link, reason);
        }
    }

    @Override
    public void onOutput(DaemonLink connection, boolean error, String line) {
        output.print(connection.setup().slot(), error, line, connection::outputTaken);
    }

    @Override
    public void onClosed(DaemonLink connection) {
        LocalDaemon daemon = daemonFor(connection);
        if (daemon != null && daemon.linkOver(connection) != null) {
            daemon.whenToEnd(() -> executor.execute(daemon::end));
        }
    }

    private @Nullable LocalDaemon daemonFor(DaemonLink connection) {
        Setup setup = connection.setup();
        return daemons.get(new Place(setup.slot(), setup.instance()));
    }

    // Class source: on threads of the listener

    @Override
    public byte @Nullable [] classFile(String name) throws IOException {
        return codec.classFile(name);
    }

    @Override
    public byte @Nullable [] services(String name) throws IOException {
        return codec.services(name);
    }

    @Override
    public byte @Nullable [] resources(String name) throws IOException {
        return codec.resources(name);
    }

    // Closing: on the fleet's thread

    @Override
    public Mono<Void> close() {
        if (closing.compareAndSet(false, true)) {
            try {
                executor.execute(this::killAll);
            } catch (Throwable e) { // no thread can be made, so there was none, and nothing to end
                finish();
            }
        }
        return closed.asMono();
    }

    private void killAll() {
        try {
            killUnlessLeftAlone();
        } finally { // whatever went wrong, somebody waits for the end, which kills once more
            // Where it is still opening, it is closed as soon as it is there.
            Mono<Void> unbound = door == null ? Mono.empty() : door.flatMap(DaemonListener::close);
            unbound.subscribe(done -> {}, e -> executor.execute(this::finish), () -> executor.execute(this::finish));
        }
    }

    private void killUnlessLeftAlone() {
        ProcessTree tree = new ProcessTree();
        for (LocalDaemon daemon : daemons.values()) {
            if (terminating || !daemon.tryLeaveAlone()) {
                daemon.kill(tree);
                continue;
            }
            leftAlone.add(daemon);
            if (terminating) { // since, and it may have missed this one
                daemon.kill(tree);
            }
        }
    }

    @Override
    public void terminate() {
        terminating = true;
        ProcessTree tree = new ProcessTree();
        leftAlone.forEach(daemon -> daemon.kill(tree));
    }

    /** The last replies have come: tells of the daemons, and leaves nothing. */
    private void finish() {
        ProcessTree tree = new ProcessTree();
        daemons.values().forEach(daemon -> daemon.close(tree));
        daemons.clear();
        output.close();
        deleteDirectory();
        forgetExit();
        executor.shutdown();
        listening.tryEmitError(new IOException(Texts.closedMeanwhile()));
        closed.tryEmitEmpty();
    }

    private void rememberExit() {
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // A hook of the user's starts daemons while the JVM ends: what it does not close ends with this process.
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does no harm.
        }
    }

    /** The JVM ends without a close: leaves no file, and no process that is not to be left. */
    private void endAtExit() {
        exiting = true;
        killUnlessLeftAlone();
        output.close();
        deleteDirectory();
    }

    private void deleteDirectory() {
        FleetDirectory made = directory;
        if (made != null) {
            made.delete();
        }
    }
}
