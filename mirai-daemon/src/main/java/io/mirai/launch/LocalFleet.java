package io.mirai.launch;

import io.mirai.codec.HostCodec;
import io.mirai.daemon.end.ShutdownHook;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.LaunchingHost;
import io.mirai.daemon.shared.Libraries;
import io.mirai.daemon.shared.Nesting;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import io.mirai.launch.jvm.ClassArchive;
import io.mirai.launch.jvm.JavaProgram;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.launch.shared.ExitHook;
import io.mirai.launch.shared.FleetThread;
import io.mirai.launch.shared.HostCode;
import io.mirai.launch.shared.HostOutput;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Fleet;
import io.mirai.spi.FleetListener;
import io.mirai.spi.FleetSpec;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Sockets;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
final class LocalFleet implements Fleet {

    private record Launch(LaunchedDaemons.Id id, DaemonSpec daemon) {}

    /** Cleaners delete what was not used for days. */
    private static final Duration TOUCH_INTERVAL = Duration.ofHours(1);

    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(10);

    private final FleetSpec spec;
    private final FleetListener listener;
    private final HostCodec codec;
    private final @Nullable JavaProgram java;
    private final JvmCommand.@Nullable Host like;
    private final long launchMillis;
    private final LaunchedDaemons daemons = new LaunchedDaemons();
    private final ScheduledThreadPoolExecutor executor;
    private final HostOutput output;
    private final FleetDoor door;
    private final ArchiveMaker archives;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final ExitHook atExit = new ExitHook("mirai-exit", this::endAtExit);
    private final Sinks.Empty<Void> listening = Sinks.empty();
    private @Nullable LaunchKit kit; // the fleet's thread alone
    private @Nullable Mono<DaemonListener> sockets; // the fleet's thread alone; kept from the moment it begins to open
    private final List<Launch> waiting = new ArrayList<>(); // the fleet's thread alone
    private boolean rehearsed; // the fleet's thread alone
    private volatile boolean exiting;
    private volatile @Nullable FleetDirectory directory;
    private volatile @Nullable LinkAddress address;

    LocalFleet(
            FleetSpec spec, FleetListener listener, HostCodec codec, @Nullable JavaProgram java, Duration launchLimit) {
        this(spec, listener, codec, java, launchLimit, null);
    }

    /** With daemons that have of this JVM what another fleet's have, if that is given. */
    private LocalFleet(
            FleetSpec spec,
            FleetListener listener,
            HostCodec codec,
            @Nullable JavaProgram java,
            Duration launchLimit,
            JvmCommand.@Nullable Host like) {
        this.spec = spec;
        this.listener = listener;
        this.codec = codec;
        this.java = java;
        this.like = like;
        this.launchMillis = launchLimit.toMillis();
        this.executor = FleetThread.executor("mirai-fleet-" + spec.profile());
        this.output = new HostOutput(spec.profile());
        this.archives = new ArchiveMaker(executor, daemons::areAwaited, this::beside);
        this.door = new FleetDoor(spec, listener, codec, daemons, output, executor, closing::get);
    }

    /** Another fleet, whose daemons are as those of this one: an archive suits no others. */
    private Fleet beside(FleetSpec other, FleetListener itsListener) throws IOException {
        JvmCommand.Host host = Objects.requireNonNull(kit, "kit").host();
        HostCodec its = new HostCodec(LocalFleet.class.getClassLoader(), other.allowed());
        return new LocalFleet(other, itsListener, its, java, Duration.ofMillis(launchMillis), host);
    }

    /** Makes its directory and listens. */
    @Override
    public Mono<Void> listen() {
        return Mono.defer(() -> {
            try {
                Nesting.check(daemonsAtFirst());
                executor.execute(this::open);
                executor.execute(this::lookAround); // while the sockets open, since it takes its time
            } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
                listening.tryEmitError(e);
            }
            return listening.asMono();
        });
    }

    /** Those of a profile that listens at a url come from elsewhere. */
    private int daemonsAtFirst() {
        return spec.listening().isOn() ? 0 : spec.daemons();
    }

    private void open() {
        if (closing.get()) {
            return; // finish() tells
        }
        try {
            FleetDirectory made = FleetDirectory.create();
            directory = made;
            atExit.add();
            Mono<DaemonListener> opening = DaemonListener.bind(ownAddress(made), door, HostCode.ofOwn(codec))
                    .cache();
            sockets = opening;
            opening.subscribe(
                    bound -> executor.execute(() -> opened(bound)),
                    error -> executor.execute(() -> listening.tryEmitError(Libraries.explain(error))));
            LaunchKit launching = new LaunchKit(made, codec, java, like);
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
                kit.archive(DaemonSpec.DEFAULT).ifPresent(ClassArchive::options); // which looks at it
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
        daemons.expect(); // at once: those that are launched together share the memory
        executor.execute(() -> start(new Launch(new LaunchedDaemons.Id(slot, instance), daemon)));
    }

    /** Those that come while the files are being restored wait with the first. */
    private void start(Launch launch) {
        waiting.add(launch);
        if (waiting.size() == 1) {
            restored()
                    .subscribe(
                            nothing -> {},
                            error -> executor.execute(() -> startWaiting(error)),
                            () -> executor.execute(() -> startWaiting(null)));
        }
    }

    /** A cleaner of temporary files may have deleted what the next daemon needs. */
    private Mono<Void> restored() {
        if (exiting || closing.get()) {
            return Mono.empty();
        }
        try {
            directory().restore();
        } catch (Throwable e) { // whatever it is, the slot waits for the news
            return Mono.error(e);
        }
        return sockets == null
                ? Mono.empty()
                : sockets.flatMap(DaemonListener::restore).timeout(RESTORE_LIMIT);
    }

    /** Starts those that wait, or fails them if what they need cannot be restored. */
    private void startWaiting(@Nullable Throwable error) {
        List<Launch> launches = List.copyOf(waiting);
        waiting.clear();
        for (Launch launch : launches) {
            if (error != null && !closing.get()) {
                fail(launch, reason(error));
            } else {
                startNow(launch);
            }
        }
        rehearse();
    }

    /** While the first daemons start, which takes them longer. What it meets will be said at the first task. */
    private void rehearse() {
        if (!rehearsed && !exiting) {
            rehearsed = true;
            try {
                HostCodec.rehearse();
            } catch (RuntimeException | LinkageError e) {
                // Said there.
            }
        }
    }

    private void startNow(Launch launch) {
        LocalDaemon daemon = null;
        try {
            if (!closing.get() && !exiting) { // to prepare takes a while
                daemon = prepare(launch.id(), launch.daemon());
            }
        } catch (Throwable e) { // whatever it is, the slot waits for the news
            fail(launch, reason(e));
            return;
        }
        if (exiting) {
            return; // nobody waits for the news
        }
        // Closing happens on this thread too: a daemon is either closed with the others or never started.
        if (daemon == null || closing.get()) {
            fail(launch, Texts.closedMeanwhile());
            return;
        }
        daemons.add(launch.id(), daemon);
        daemon.launch(executor, launchMillis);
    }

    private static String reason(Throwable error) {
        return error instanceof IllegalStateException ? String.valueOf(error.getMessage()) : Texts.cannotPrepare(error);
    }

    private void fail(Launch launch, String message) {
        daemons.expectNoMore();
        listener.onLaunchFailure(launch.id().slot(), message);
    }

    private LocalDaemon prepare(LaunchedDaemons.Id id, DaemonSpec daemon) throws IOException {
        FleetDirectory home = directory();
        DaemonFiles files = home.daemon(id.slot(), id.instance());
        LaunchKit launching = Objects.requireNonNull(kit, "kit");
        Optional<ClassArchive> archive = launching.archive(daemon);
        List<String> archived = archive.map(ClassArchive::options).orElse(List.of());
        if (archive.isPresent() && archived.isEmpty()) {
            archives.want(archive.get(), home.archive(), daemon.java());
        }
        int sharing = Math.max(daemonsAtFirst(), daemons.present());
        JvmCommand command = launching.command(daemon, sharing, files, archived);
        Path session = launching.session(daemon, files);
        DaemonConfig config = new DaemonConfig(
                Objects.requireNonNull(address, "address"),
                Secret.of(Token.random()), // for this launch alone: a late one before it is not taken for it
                null,
                id.slot(),
                id.instance(),
                daemon.threads(),
                daemon.output(),
                daemon.limits(),
                daemon.cleanup(),
                daemon.hostGone(),
                new LaunchingHost(
                        home.path(),
                        ProcessHandle.current().pid(),
                        home.lock(),
                        session,
                        files.ledger(),
                        files.words()));
        return new LocalDaemon(config, command, files, listener, () -> daemons.remove(id));
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
            daemons.killUnlessLeftAlone();
        } finally { // whatever went wrong, somebody waits for the end, which kills once more
            // Where they are still opening, they are closed as soon as they are there.
            Mono<Void> unbound = sockets == null ? Mono.empty() : sockets.flatMap(DaemonListener::close);
            Mono.whenDelayError(unbound, archives.close())
                    .subscribe(done -> {}, e -> executor.execute(this::finish), () -> executor.execute(this::finish));
        }
    }

    @Override
    public void terminate() {
        daemons.terminate();
    }

    /** The last replies have come: tells of the daemons, and leaves nothing. */
    private void finish() {
        startWaiting(null);
        daemons.close();
        output.close();
        deleteDirectory();
        atExit.remove();
        executor.shutdown();
        listening.tryEmitError(new IOException(Texts.closedMeanwhile()));
        closed.tryEmitEmpty();
    }

    /** The JVM ends without a close: leaves no file, and no process that is not to be left. */
    private void endAtExit() {
        ShutdownHook.awaitTasks(); // in a daemon, whose tasks may need these
        exiting = true;
        daemons.killUnlessLeftAlone();
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
