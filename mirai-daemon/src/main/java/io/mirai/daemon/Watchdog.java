package io.mirai.daemon;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.HostGone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process when its host has gone: when standard input ends, which only the host holds open, or when
 * the link has. It needs no lock, class or memory that user code could keep from it, runs no user code, and
 * halts, so that no shutdown hook can hold it up. Children that tasks started end first; if the host's process
 * has ended, its files go too, since nobody else would delete them.
 *
 * <pre>
 *   EXIT      gone ───────────────────────────────────────────► children, files ──────────────────► halt
 *   FINISH    gone ──► until no task runs ────────────────────► children, files ──────────────────► halt
 *   a signal  gone ───────────────────────────────────────────► children, files ─► signal ─► 2 s ─► halt
 *   PERSIST   standard input ends: files; all else when this daemon leaves of its own accord, as EXIT
 * </pre>
 *
 * <p>Two threads, both there from the start: one listens and is sure to halt, the other does what might take
 * long.
 */
final class Watchdog {

    private static final long SWEEP_MILLIS = 300;
    private static final long INPUT_MILLIS = 100;
    private static final long SIGNAL_MILLIS = 2_000;
    private static final long STEP_MILLIS = 10;

    private final InputStream heldByHost;
    private final Path directory;
    private final HostGone hostGone;
    private volatile @Nullable TaskQueue tasks;
    private volatile ExitCode end = ExitCode.HOST_GONE;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private final CountDownLatch swept = new CountDownLatch(1);

    private Watchdog(InputStream heldByHost, Path directory, HostGone hostGone) {
        this.heldByHost = heldByHost;
        this.directory = directory;
        this.hostGone = hostGone;
    }

    /**
     * Watches from now on.
     *
     * @param heldByHost the stream that ends with the host
     * @param directory the host's own
     * @param hostGone what to do when the host goes
     */
    static Watchdog start(InputStream heldByHost, Path directory, HostGone hostGone) {
        Watchdog watchdog = new Watchdog(heldByHost, directory, hostGone);
        Children.prepare();
        thread("mirai-watchdog", watchdog::watch).start();
        thread("mirai-sweeper", watchdog::sweep).start();
        return watchdog;
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** These may have to end first. */
    void letEnd(TaskQueue queue) {
        tasks = queue;
    }

    /** Whether this process is ending, since its host has gone. */
    boolean isHostGone() {
        return gone.getCount() == 0;
    }

    /**
     * The link has ended, and with it all that this process is for.
     *
     * @param code why
     */
    void linkEnded(ExitCode code) {
        end = code;
        gone.countDown();
    }

    @SuppressWarnings("ReturnValueIgnored") // swept or not, the time is up
    private void watch() {
        if (hostGone.mode() == AutoExit.PERSIST) {
            awaitEnd();
            inputEnded.countDown();
            deleteHostsFiles();
            return;
        }
        try {
            awaitEnd();
            inputEnded.countDown();
            gone.countDown();
            awaitTasks();
            swept.await(SWEEP_MILLIS + (raises() ? SIGNAL_MILLIS : 0), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // User code interrupts whatever thread it finds; then there is no waiting.
        } finally {
            end.halt();
        }
    }

    private void awaitEnd() {
        try {
            while (heldByHost.read() >= 0) {
                // The host says nothing more; whatever comes only proves that it lives.
            }
        } catch (IOException e) {
            // Standard input is broken, so nobody holds it.
        }
    }

    private void sweep() {
        try {
            awaitGone();
            awaitTasks();
            Children.killAll();
            // When a host is killed its socket may close a moment before the stream does.
            if (inputEnded.await(INPUT_MILLIS, TimeUnit.MILLISECONDS)) {
                deleteHostsFiles();
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

    /** Not to be cut short: user code may interrupt whatever thread it finds. */
    private void awaitGone() {
        while (true) {
            try {
                gone.await();
                return;
            } catch (InterruptedException e) {
                // On.
            }
        }
    }

    /** In steps, which need nothing of the tasks; as above. */
    private void awaitTasks() {
        TaskQueue running = tasks;
        while (hostGone.mode() == AutoExit.FINISH
                && end == ExitCode.HOST_GONE
                && running != null
                && !running.isEmpty()) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                // On.
            }
        }
    }

    private boolean raises() {
        return end == ExitCode.HOST_GONE && !hostGone.signal().isEmpty();
    }

    /** By a shell, which has it built in: the JDK raises only signals that somebody handles. */
    private void raise() {
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", hostGone.signal(), self).start();
        } catch (IOException e) {
            // Then the time alone ends it.
        }
    }

    private void deleteHostsFiles() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Another daemon of the same host does the same, and one of them is the last.
        }
    }
}
