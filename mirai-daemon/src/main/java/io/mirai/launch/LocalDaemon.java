package io.mirai.launch;

import io.mirai.MiraiReset.Started;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.daemon.shared.Libraries;
import io.mirai.daemon.shared.TaskLedger;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.spi.FleetListener;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.LinkEnd.Traces;
import io.mirai.spi.Reply;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.Token;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One daemon that this host started, from its launch to the end of its process.
 *
 * <pre>
 *                    tryConnect                  end
 *   LAUNCHING ───────────────────► Online(link) ──────► ENDED    tells onLink, then onLinkEnd
 *       └──────────────────────────────────────────────► ENDED    tells onLaunchFailure
 *                    fail
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>who owes what then</th></tr>
 *   <tr><td>LAUNCHING</td><td>it dialled in</td><td>Online</td><td>the event loop: onLink</td></tr>
 *   <tr><td>LAUNCHING</td><td>its process ended, was too slow, could not start; the fleet closed</td><td>ENDED</td><td>the fleet's thread: kill it, onLaunchFailure</td></tr>
 *   <tr><td>Online</td><td>its link ended, or the fleet closed</td><td>ENDED</td><td>the fleet's thread: kill it, unless it has left, onLinkEnd</td></tr>
 * </table>
 *
 * <p>Thread-safe: {@link #isAwaited}, {@link #token}, {@link #tryConnect}, {@link #linkOver}, {@link #letLeave}, {@link #whenToEnd}, {@link
 * #tryLeaveAlone} and {@link #kill}. All else happens on the
 * fleet's own thread.
 */
final class LocalDaemon {

    private static final int LINES = 20;
    private static final long EXIT_MILLIS = 5_000;

    private sealed interface State {}

    private enum Plain implements State {
        LAUNCHING,
        ENDED
    }

    private record Online(LocalLink link) implements State {}

    /**
     * Reads the ledger.
     *
     * @param unknown what is said of a task that it does not know
     */
    private record LedgerTraces(TaskLedger ledger, Started unknown) implements Traces {

        @Override
        public Started started(int seat, long sequence) {
            return ledger.hasBegun(seat, sequence) ? Started.YES : unknown;
        }

        @Override
        public @Nullable Reply reply(int seat, long sequence) {
            return ledger.reply(seat, sequence);
        }
    }

    private final int slot;
    private final DaemonConfig config;
    private final JvmCommand command;
    private final DaemonFiles files;
    private final FleetListener listener;
    private final Runnable forget;
    private final AtomicReference<State> state = new AtomicReference<>(Plain.LAUNCHING);
    private volatile @Nullable DaemonProcess process; // read by the thread that ends the JVM, too
    private volatile boolean leftAlone; // as above
    private volatile boolean leaves;
    private volatile @Nullable CompletableFuture<Process> exit; // while it launches
    private @Nullable Future<?> limit;

    /**
     * Nothing is started yet.
     *
     * @param forget called before the listener hears of the end
     */
    LocalDaemon(DaemonConfig config, JvmCommand command, DaemonFiles files, FleetListener listener, Runnable forget) {
        this.slot = config.slot();
        this.config = config;
        this.command = command;
        this.files = files;
        this.listener = listener;
        this.forget = forget;
    }

    /** Whether a debugger may stop it, be it before it dials in. Any thread. */
    boolean mayStandStill() {
        return command.mayStandStill();
    }

    /** Starts the process; it has to dial in before it ends, and before the limit if nothing may stop it. */
    void launch(ScheduledExecutorService fleet, long limitMillis) {
        try {
            DaemonProcess started = DaemonProcess.start(command.words(), config, files);
            process = started;
            // Exits are told on the common pool, which user code of the host may hold up: then the limit serves.
            CompletableFuture<Process> awaited = started.onExit();
            var unused = awaited.thenRun(() -> fleet.execute(() -> failIfEnded(started)));
            exit = awaited;
            if (!isAwaited()) { // it has dialled in since
                awaited.cancel(false);
            }
            if (!mayStandStill()) {
                limit = fleet.schedule(() -> failAsTooSlow(started, limitMillis), limitMillis, TimeUnit.MILLISECONDS);
            }
        } catch (Throwable e) { // such as an OutOfMemoryError where no thread can be made
            fail(Texts.cannotStart(command.shown(), e));
        }
    }

    /** The secret that it was given. Any thread. */
    Token token() {
        return config.secret().token();
    }

    /** How many tasks it was told to run at once. Any thread. */
    int threads() {
        return config.threads();
    }

    /** Whether it may dial in. Any thread. */
    boolean isAwaited() {
        return state.get() == Plain.LAUNCHING;
    }

    /** It has dialled in; false if it is too late for that, or another has before. Any thread. */
    boolean tryConnect(LocalLink link) {
        boolean connected = state.compareAndSet(Plain.LAUNCHING, new Online(link));
        CompletableFuture<Process> awaited = exit;
        if (connected && awaited != null) {
            // From now on the end of the link tells. Where there are few processors each exit is told by a thread of
            // its own.
            awaited.cancel(false);
        }
        return connected;
    }

    /** Its link, if this connection is its link. Any thread. */
    @Nullable
    LocalLink linkOver(DaemonLink connection) {
        return state.get() instanceof Online online && online.link().wraps(connection) ? online.link() : null;
    }

    /** Kills the process and what it started; what that leads to follows from the end of the link. Any thread. */
    void kill() {
        kill(new ProcessTree());
    }

    /** Kills as {@link #kill()} does; where several are killed, one look at the processes serves all. */
    void kill(ProcessTree tree) {
        DaemonProcess living = process;
        if (living != null && living.isAlive()) {
            living.kill(tree);
        }
    }

    /** It has said that it leaves. Any thread. */
    void letLeave() {
        leaves = true;
    }

    /**
     * Calls when it is to be ended after its link: at once, but one that leaves has the time to say why by its exit status
     * first. Any thread.
     */
    void whenToEnd(Runnable call) {
        DaemonProcess leaving = process;
        if (!leaves || leaving == null) {
            call.run();
            return;
        }
        Mono.fromFuture(leaving.onExit())
                .timeout(Duration.ofMillis(EXIT_MILLIS))
                .onErrorComplete()
                .subscribe(exited -> {}, error -> {}, call);
    }

    /**
     * The fleet closes: from now on the end of the link is no end of the process, if that is to go on.
     *
     * @return whether it is
     */
    boolean tryLeaveAlone() {
        leftAlone = config.hostGone().isLeftAlone() && state.get() instanceof Online;
        return leftAlone;
    }

    /** The fleet closes: ends a daemon in whatever state it is, and tells. */
    void close(ProcessTree tree) {
        if (!end(tree)) {
            fail(Texts.closedMeanwhile(), tree);
        }
    }

    /** Its link has ended: ends the process, then tells. False if it had no link. */
    boolean end() {
        return end(new ProcessTree());
    }

    private boolean end(ProcessTree tree) {
        if (!(state.get() instanceof Online online) || !state.compareAndSet(online, Plain.ENDED)) {
            return false;
        }
        LinkEnd end;
        try {
            end = endProcess(tree);
        } catch (Throwable e) { // its tasks wait for this end
            end = new LinkEnd(false, OptionalInt.empty(), Texts.endUnknown(e), Traces.UNKNOWN);
        }
        listener.onLinkEnd(online.link(), end);
        return true;
    }

    private LinkEnd endProcess(ProcessTree tree) {
        if (leftAlone) {
            cleanUp();
            return new LinkEnd(false, OptionalInt.empty(), "", Traces.UNKNOWN);
        }
        kill(tree);
        DaemonProcess ending = process;
        OptionalInt status = ending == null ? OptionalInt.empty() : ending.await(EXIT_MILLIS);
        boolean died = status.isPresent();
        LinkEnd end = new LinkEnd(died, status, files.lastWords(), traces(died));
        cleanUp();
        return end;
    }

    /** What the ledger says; without a death a task that it does not know may still begin. */
    private Traces traces(boolean died) {
        try {
            TaskLedger ledger = TaskLedger.read(files.ledger(), config.threads());
            return new LedgerTraces(ledger, died ? Started.NO : Started.UNKNOWN);
        } catch (IOException e) {
            return Traces.UNKNOWN;
        }
    }

    private void failIfEnded(DaemonProcess ended) {
        if (isAwaited()) {
            OptionalInt status = ended.await(EXIT_MILLIS);
            List<String> lines = files.lines(LINES);
            String crash = CrashReport.summary(files.crash());
            fail(Texts.endedEarly(command.shown(), status.orElse(-1), crash.isEmpty() ? lines : List.of(crash))
                    + Libraries.doubt());
        }
    }

    private void failAsTooSlow(DaemonProcess slow, long limitMillis) {
        if (!isAwaited()) {
            return;
        }
        if (slow.isAlive()) {
            fail(Texts.tooSlow(command.shown(), limitMillis, files.lines(LINES)) + Libraries.doubt());
        } else {
            failIfEnded(slow);
        }
    }

    private void fail(String message) {
        fail(message, new ProcessTree());
    }

    private void fail(String message, ProcessTree tree) {
        if (state.compareAndSet(Plain.LAUNCHING, Plain.ENDED)) {
            try {
                kill(tree);
                DaemonProcess ending = process;
                if (ending != null) {
                    ending.await(EXIT_MILLIS);
                }
                cleanUp();
            } catch (Throwable e) {
                // The slot waits for the news; what is left ends when the fleet does.
            }
            listener.onLaunchFailure(slot, message);
        }
    }

    private void cleanUp() {
        if (limit != null) {
            limit.cancel(false);
        }
        files.delete();
        forget.run();
    }
}
