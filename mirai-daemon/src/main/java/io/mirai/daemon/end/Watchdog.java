package io.mirai.daemon.end;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.HostGone;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process when its host has gone: when the host's process has ended, or when the link has. It needs no lock, class or memory that user code could keep from it, runs no user code, and
 * halts, so that no shutdown hook can hold it up. Children that tasks started end first; if the host's process
 * has ended, its files go too, since nobody else would delete them. Of a host on another machine only the link tells.
 *
 * <pre>
 *   EXIT      gone ───────────────────────────────────────────► children, files ──────────────────► halt
 *   FINISH    gone ──► until no task runs ────────────────────► children, files ──────────────────► halt
 *   a signal  gone ───────────────────────────────────────────► children, files ─► signal ─► 2 s ─► halt
 *   PERSIST   the host's process ends: files; all else when this daemon leaves of its own accord, as EXIT
 * </pre>
 *
 * <p>Two threads, both there from the start: one listens and is sure to halt, the other does what might take
 * long. No interrupt of user code reaches them.
 */
public final class Watchdog {

    private static final long SWEEP_MILLIS = 700;
    private static final long PROCESS_MILLIS = 100;
    private static final long SIGNAL_MILLIS = 2_000;
    private static final long STEP_MILLIS = 10;

    private final @Nullable HostProcess host; // null where only the link tells of it
    private final HostGone hostGone;
    private volatile BooleanSupplier isIdle = () -> true;
    private volatile ExitCode end = ExitCode.HOST_GONE;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch hostEnded = new CountDownLatch(1);
    private final CountDownLatch swept = new CountDownLatch(1);

    private Watchdog(@Nullable HostProcess host, HostGone hostGone) {
        this.host = host;
        this.hostGone = hostGone;
    }

    /**
     * Watches from now on.
     *
     * @param host its process; null if only the link tells of it
     * @param hostGone what to do when the host goes
     */
    public static Watchdog start(@Nullable HostProcess host, HostGone hostGone) {
        Watchdog watchdog = new Watchdog(host, hostGone);
        Children.prepare();
        thread("mirai-watchdog", watchdog::watch).start();
        thread("mirai-sweeper", watchdog::sweep).start();
        return watchdog;
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Uninterrupted(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Tasks may have to end first.
     *
     * @param noTaskIsHere whether they have
     */
    public void letEnd(BooleanSupplier noTaskIsHere) {
        isIdle = noTaskIsHere;
    }

    /** Whether this process is ending, since its host has gone. */
    public boolean isHostGone() {
        return gone.getCount() == 0;
    }

    /**
     * The link has ended, and with it all that this process is for.
     *
     * @param code why
     */
    public void linkEnded(ExitCode code) {
        end = code;
        gone.countDown();
    }

    @SuppressWarnings("ReturnValueIgnored") // swept or not, the time is up
    private void watch() {
        if (host != null) {
            host.awaitEnd();
            hostEnded.countDown();
            if (hostGone.mode() == AutoExit.PERSIST) {
                host.deleteFiles();
                return;
            }
            gone.countDown();
        }
        try {
            gone.await();
            awaitTasks();
            swept.await(SWEEP_MILLIS + (raises() ? SIGNAL_MILLIS : 0), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody can; then there is no waiting.
        } finally {
            end.halt();
        }
    }

    private void sweep() {
        try {
            gone.await();
            awaitTasks();
            Children.killAll();
            // When a host is killed its socket may close a moment before it lets go of the lock.
            if (host != null && hostEnded.await(PROCESS_MILLIS, TimeUnit.MILLISECONDS)) {
                host.deleteFiles();
            }
            if (raises()) {
                raise();
                Thread.sleep(SIGNAL_MILLIS);
            }
            swept.countDown();
        } catch (InterruptedException e) {
            // As above.
        } finally {
            end.halt();
        }
    }

    /** In steps, which need nothing of the tasks. */
    private void awaitTasks() throws InterruptedException {
        while (hostGone.mode() == AutoExit.FINISH && end == ExitCode.HOST_GONE && !isIdle.getAsBoolean()) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    private boolean raises() {
        return end == ExitCode.HOST_GONE && !hostGone.signal().isEmpty();
    }

    /** By a shell, which has it built in: the JDK raises only signals that somebody handles. */
    private void raise() {
        CtrlC.takeBack();
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", hostGone.signal(), self).start();
        } catch (IOException e) {
            // Then the time alone ends it.
        }
    }

    /** User code interrupts whatever thread it finds; that would close the file whose lock is awaited. */
    private static final class Uninterrupted extends Thread {

        Uninterrupted(Runnable body, String name) {
            super(body, name);
        }

        @Override
        public void interrupt() {}
    }
}
