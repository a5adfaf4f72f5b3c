package io.mirai.launch.remote;

import io.mirai.daemon.shared.DaemonArguments;
import io.mirai.spi.FleetListener;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.wire.Token;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One daemon that this host started elsewhere, from its launch to the end of its link. What has started it may end before the daemon
 * dials in, or go on as long as that.
 *
 * <pre>
 *                    tryConnect                  linkEnded
 *   LAUNCHING ───────────────────► Online(link) ──────────► ENDED    the network's door tells onLink; this tells onLinkEnd
 *       └──────────────────────────────────────────────────► ENDED    tells onLaunchFailure
 *                    fail
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>who owes what then</th></tr>
 *   <tr><td>LAUNCHING</td><td>it dialled in</td><td>Online</td><td>the event loop: onLink</td></tr>
 *   <tr><td>LAUNCHING</td><td>the command could not start, failed, or its daemon was too slow; the fleet closed</td><td>ENDED</td><td>the
 *   thread of the launches: end the command, onLaunchFailure</td></tr>
 *   <tr><td>Online</td><td>its link ended</td><td>ENDED</td><td>the thread of the launches: end the command, unless the daemon is left
 *   alone, onLinkEnd</td></tr>
 * </table>
 *
 * <p>Thread-safe. What it tells, it tells on the thread of the launches.
 */
public final class RemoteDaemon implements Attempt {

    /** What a daemon of the command line says begins so. */
    private static final String SAYS = "mirai " + DaemonArguments.COMMAND + ": ";

    /** What it says then ends so where it has not ended. */
    private static final String GOES_ON = "goes on dialling";

    /** How long after its link a command may take to say how its daemon ended. */
    private static final long EXIT_MILLIS = 500;

    /** What {@code ssh} ends with if not the daemon has ended, but the connection. */
    private static final int CONNECTION_LOST = 255;

    private sealed interface State {}

    private enum Plain implements State {
        LAUNCHING,
        ENDED
    }

    private record Online(Link link, long pid) implements State {}

    private final Launcher launcher;
    private final Order order;
    private final FleetListener listener;
    private final ScheduledExecutorService launches;
    private final Runnable forget;
    private final AtomicReference<State> state = new AtomicReference<>(Plain.LAUNCHING);
    private volatile @Nullable Launched launched; // while it launches, null
    private volatile boolean outlived; // whether the command went on when the daemon had dialled in
    private volatile @Nullable LinkEnd linkEnd; // once it has ended
    private volatile boolean closing;
    private volatile boolean mayBeLeft; // whether the close of the fleet may leave it alone
    private volatile boolean leftAlone;
    private @Nullable Future<?> limit; // guarded by this
    private long limitMillis; // guarded by this

    /**
     * Nothing is started yet.
     *
     * @param forget called before the listener hears of the end
     */
    RemoteDaemon(
            Launcher launcher,
            Order order,
            FleetListener listener,
            ScheduledExecutorService launches,
            Runnable forget) {
        this.launcher = launcher;
        this.order = order;
        this.listener = listener;
        this.launches = launches;
        this.forget = forget;
    }

    /** Starts the command. On the thread of the launches. */
    void launch() {
        try {
            Launched started = launcher.start(order, this);
            launched = started;
            if (state.get() == Plain.ENDED) { // failed meanwhile
                started.end();
            }
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            failNow(() -> Texts.cannotStart(machine(), command(), e));
        }
    }

    private String machine() {
        return launcher.machine(order.daemon());
    }

    private String command() {
        return launcher.line(order.slot(), order.daemon());
    }

    /** The token that it has to prove. */
    Token token() {
        return order.secret().token();
    }

    @Override
    public boolean isAwaited() {
        return state.get() == Plain.LAUNCHING;
    }

    /**
     * It has dialled in.
     *
     * @param pid the id of its process
     * @param proven the token that it has proven
     * @return false if it is too late for that, another has before, or it was started by an earlier launch
     */
    public boolean tryConnect(Link link, long pid, Token proven) {
        if (!proven.equals(token()) || !state.compareAndSet(Plain.LAUNCHING, new Online(link, pid))) {
            return false;
        }
        Launched command = launched;
        outlived = command == null || command.status().isEmpty();
        return true;
    }

    /**
     * Marks a daemon as one too many, which {@link #tryConnect} has refused, if it is. One that persists has the token of all launches of
     * its slot: where it comes back after another was launched, the first that dials in stays.
     *
     * @param pid the id of its process; that of the daemon which is there may be back before its old link is known to have ended
     * @param proven the token that it has proven
     * @return whether it is, and is to leave
     */
    public boolean tryMarkSurplus(long pid, Token proven) {
        if (linkEnd != null
                || !proven.equals(token())
                || !(state.get() instanceof Online online)
                || online.pid() == pid) {
            return false;
        }
        outlived = false; // the command may be that of either
        return true;
    }

    // ---- The launch ----

    @Override
    public synchronized void within(Duration time) {
        if (limit != null) {
            limit.cancel(false);
        }
        if (isAwaited()) {
            limitMillis = time.toMillis();
            limit = launches.schedule(this::failAsTooSlow, limitMillis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void queued() {
        if (isAwaited()) {
            listener.onLaunchQueued(order.slot());
        }
    }

    @Override
    public void fail(String why) {
        launches.execute(() -> failNow(() -> Texts.failed(machine(), why, command())));
    }

    @Override
    public void look(Launched command) {
        OptionalInt status = command.status();
        LinkEnd known = linkEnd;
        if (known != null && status.isPresent()) {
            settle(known);
        }
        // Some go on without their first process, so its success says nothing; their daemon may say that it has ended.
        if (isAwaited() && status.isPresent() && (status.getAsInt() != 0 || hasDaemonEnded(command.lines()))) {
            failNow(() -> Texts.endedEarly(machine(), status.getAsInt(), command.lines(), command()));
        }
    }

    private static boolean hasDaemonEnded(List<String> said) {
        return !said.isEmpty()
                && said.get(said.size() - 1).startsWith(SAYS)
                && !said.get(said.size() - 1).endsWith(GOES_ON);
    }

    private void failAsTooSlow() {
        Launched command = launched;
        OptionalInt status = command == null ? OptionalInt.empty() : command.status();
        List<String> lines = command == null ? List.of() : command.lines();
        long millis;
        synchronized (this) {
            millis = limitMillis;
        }
        failNow(() -> Texts.tooSlow(machine(), millis, status, lines, command()));
    }

    private void failNow(Supplier<String> message) {
        if (state.compareAndSet(Plain.LAUNCHING, Plain.ENDED)) {
            endCommand();
            listener.onLaunchFailure(order.slot(), madeOf(message));
        }
    }

    /** The slot waits for the news, whatever is wrong with its text. */
    private static String madeOf(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable e) { // such as that the jar is not here any more, which the command names
            return Texts.cannotPrepare(e);
        }
    }

    // ---- The end ----

    /**
     * Its link has ended.
     *
     * @param known what the link knows of the end
     */
    public void linkEnded(LinkEnd known) {
        linkEnd = known;
        Launched command = launched;
        if (command == null || !outlived || closing) {
            launches.execute(() -> settle(known));
            return;
        }
        launches.execute(() -> {
            look(command);
            var unused = launches.schedule(() -> settle(known), EXIT_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private void settle(LinkEnd known) {
        if (!(state.get() instanceof Online online) || !state.compareAndSet(online, Plain.ENDED)) {
            return;
        }
        Launched command = launched;
        OptionalInt status = command == null || !outlived ? OptionalInt.empty() : command.status();
        boolean died = status.isPresent() && status.getAsInt() != CONNECTION_LOST;
        leftAlone = closing && mayBeLeft && order.daemon().hostGone().isLeftAlone();
        endCommand();
        listener.onLinkEnd(
                online.link(),
                new LinkEnd(died, died ? status : OptionalInt.empty(), known.lastWords(), known.traces()));
    }

    /**
     * From now on the end of its link is that of the fleet.
     *
     * @param leave whether it may go on, if it is one that does
     */
    void beginClose(boolean leave) {
        mayBeLeft = leave;
        closing = true;
    }

    /** The fleet closes, and all links have ended: tells of the end of this. On the thread of the launches. */
    void close() {
        LinkEnd known = linkEnd;
        if (known == null) {
            failNow(Texts::closedMeanwhile);
        } else {
            settle(known);
        }
    }

    private void endCommand() {
        synchronized (this) {
            if (limit != null) {
                limit.cancel(false);
            }
        }
        forget.run();
        Launched command = launched;
        if (command == null) {
            return;
        }
        if (leftAlone) {
            command.leave();
        } else {
            command.end();
        }
    }

    /** Ends it now, if the close has left it alone; else a close that comes will not. */
    void terminate() {
        mayBeLeft = false;
        if (leftAlone) {
            leftAlone = false;
            kill();
        }
    }

    /** This JVM ends without a close: ends the command by force, unless the daemon goes on. */
    void endAtExit() {
        if (!(order.daemon().hostGone().isLeftAlone() && state.get() instanceof Online)) {
            kill();
        }
    }

    private void kill() {
        Launched command = launched;
        if (command != null) {
            command.kill();
        }
    }

    /** Whether nothing of it is left here, but for one that goes on. */
    boolean isOver() {
        Launched command = launched;
        return state.get() == Plain.ENDED && (command == null || command.isOver());
    }

    @Override
    public String toString() {
        return "daemon " + order.instance() + " of slot " + order.slot() + ", launched elsewhere";
    }
}
