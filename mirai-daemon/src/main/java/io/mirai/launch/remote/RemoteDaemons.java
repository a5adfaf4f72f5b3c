package io.mirai.launch.remote;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.daemon.end.ShutdownHook;
import io.mirai.launch.shared.ExitHook;
import io.mirai.launch.shared.FleetThread;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Launch;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The daemons of one profile that this host starts on other machines. Thread-safe: all that takes time is done on one thread of its
 * own, which is there from the first launch to the close.
 */
public final class RemoteDaemons {

    private static final long LOOK_MILLIS = 10;

    /** What this host is for daemons elsewhere. */
    public interface Host {

        /** Where it listens. */
        LinkAddress address();

        /** All that a daemon needs to dial in and prove this token. */
        Secret secret(Token token);

        /** The token of a daemon that dials in again by itself, and finds the next host if that has it too. */
        Token lastingToken(int slot);
    }

    private final FleetListener listener;
    private final ScheduledThreadPoolExecutor executor;
    private final Launcher byCommand;
    private final Launcher bySsh;
    private final Launcher bySlurm;
    private final Map<Integer, RemoteDaemon> bySlot = new ConcurrentHashMap<>();
    private final Set<RemoteDaemon> present = ConcurrentHashMap.newKeySet(); // until their commands have ended
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final ExitHook atExit = new ExitHook("mirai-exit-elsewhere", this::endAtExit);
    private final AtomicBoolean remembered = new AtomicBoolean();
    private volatile boolean terminating;
    private volatile @Nullable Host host;

    /** Nothing is started yet. */
    public RemoteDaemons(String profile, FleetListener listener) {
        this.listener = listener;
        this.executor = FleetThread.executor("mirai-launches-" + profile);
        this.byCommand = new CommandLauncher(() -> ReachableUrl.of(host().address()), executor);
        this.bySsh = new SshLauncher(() -> host().address(), executor);
        this.bySlurm = new SlurmLauncher(profile, () -> ReachableUrl.of(host().address()), executor);
    }

    /** The host listens: daemons may be launched. */
    public void open(Host listening) {
        host = listening;
    }

    private Host host() {
        return Objects.requireNonNull(host, "host");
    }

    private Launcher launcher(Launch launch) {
        if (launch instanceof Launch.BySlurm) {
            return bySlurm;
        }
        return launch instanceof Launch.BySsh ? bySsh : byCommand;
    }

    /**
     * The commands of these daemons, a line each, without secrets.
     *
     * @throws IllegalStateException if one cannot be started, saying why
     */
    public List<String> lines(List<Integer> slots, List<DaemonSpec> daemons) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < daemons.size(); i++) {
            lines.add(launcherFor(daemons.get(i)).line(slots.get(i), daemons.get(i)));
        }
        return lines;
    }

    /**
     * Finds who starts a daemon.
     *
     * @throws IllegalStateException if it cannot be, saying why
     */
    private Launcher launcherFor(DaemonSpec daemon) {
        Launcher launcher = launcher(daemon.launch());
        launcher.check(daemon);
        return launcher;
    }

    /** Starts one daemon, which ends in one of onLink and onLaunchFailure. */
    public void launch(int slot, int instance, DaemonSpec daemon) {
        if (closing.get()) {
            listener.onLaunchFailure(slot, Texts.closedMeanwhile());
            return;
        }
        executor.execute(() -> launchNow(slot, instance, daemon));
    }

    private void launchNow(int slot, int instance, DaemonSpec daemon) {
        RemoteDaemon launching;
        try {
            rememberExit();
            Secret secret = host().secret(token(slot, daemon)); // over TLS it has a certificate, which is made now
            launching = daemonOf(new Order(slot, instance, daemon, secret));
        } catch (Throwable e) { // whatever it is, the slot waits for the news
            listener.onLaunchFailure(slot, Texts.cannotPrepare(e));
            return;
        }
        if (closing.get()) {
            listener.onLaunchFailure(slot, Texts.closedMeanwhile());
            return;
        }
        present.removeIf(RemoteDaemon::isOver);
        present.add(launching);
        bySlot.put(slot, launching);
        launching.launch();
    }

    private RemoteDaemon daemonOf(Order order) {
        RemoteDaemon[] made = new RemoteDaemon[1];
        made[0] = new RemoteDaemon(
                launcherFor(order.daemon()), order, listener, executor, () -> bySlot.remove(order.slot(), made[0]));
        return made[0];
    }

    /** One of its own for each launch, but a daemon that outlives its host has to find the next. */
    private Token token(int slot, DaemonSpec daemon) {
        return daemon.hostGone().mode() == AutoExit.PERSIST ? host().lastingToken(slot) : Token.random();
    }

    /** The daemon that this host has started for a slot, and that has not ended; null if there is none. */
    public @Nullable RemoteDaemon find(int slot) {
        return bySlot.get(slot);
    }

    /** The token that a daemon has to prove which this host has started for a slot; null if there is none. */
    public @Nullable Token expected(int slot) {
        RemoteDaemon daemon = bySlot.get(slot);
        return daemon == null ? null : daemon.token();
    }

    // ---- The end ----

    /** Launches no more, and takes the ends of links as they come from now on for ends by the close. */
    public void beginClose() {
        closing.set(true);
        present.forEach(daemon -> daemon.beginClose(!terminating));
    }

    /**
     * Ends what was launched, after the links have ended. Idempotent.
     *
     * @return completes when nothing of it is left on this machine
     */
    public Mono<Void> close() {
        beginClose();
        try {
            executor.execute(this::closeNow);
        } catch (Throwable e) { // no thread can be made, so there was none, and nothing to end
            finish();
        }
        return closed.asMono();
    }

    private void closeNow() {
        bySsh.close();
        for (RemoteDaemon daemon : present) {
            daemon.beginClose(!terminating); // again, as it may have come since
            daemon.close();
        }
        finishWhenEnded();
    }

    private void finishWhenEnded() {
        if (bySsh.isOver() && present.stream().allMatch(RemoteDaemon::isOver)) {
            finish();
        } else {
            var unused = executor.schedule(this::finishWhenEnded, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void finish() {
        atExit.remove();
        executor.shutdown();
        closed.tryEmitEmpty();
    }

    /** From now on no command is left alone. */
    public void terminate() {
        terminating = true;
        present.forEach(RemoteDaemon::terminate);
    }

    private void rememberExit() {
        if (remembered.compareAndSet(false, true)) {
            atExit.add();
        }
    }

    /** The JVM ends without a close. */
    private void endAtExit() {
        ShutdownHook.awaitTasks(); // in a daemon, whose tasks may need these
        present.forEach(RemoteDaemon::endAtExit);
        bySsh.kill();
    }
}
