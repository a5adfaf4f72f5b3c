package io.mirai.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process when its host has gone: when standard input ends, which only the host holds open, or when
 * the link has. It needs no lock, class or memory that user code could keep from it, runs no user code, and
 * halts, so that no shutdown hook can hold it up. Children that tasks started end first; if the host's process
 * has ended, its files go too, since nobody else would delete them.
 *
 * <p>Two threads, both there from the start: one listens and is sure to halt, the other does what might take
 * long.
 */
final class Watchdog {

    private static final long SWEEP_MILLIS = 300;
    private static final long INPUT_MILLIS = 100;

    private final InputStream heldByHost;
    private final Path directory;
    private volatile ExitCode end = ExitCode.HOST_GONE;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch inputEnded = new CountDownLatch(1);
    private final CountDownLatch swept = new CountDownLatch(1);

    private Watchdog(InputStream heldByHost, Path directory) {
        this.heldByHost = heldByHost;
        this.directory = directory;
    }

    /**
     * Watches from now on.
     *
     * @param heldByHost the stream that ends with the host
     * @param directory the host's own
     */
    static Watchdog start(InputStream heldByHost, Path directory) {
        Watchdog watchdog = new Watchdog(heldByHost, directory);
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
        try {
            awaitEnd();
            inputEnded.countDown();
            gone.countDown();
            swept.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS);
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
            Children.killAll();
            // When a host is killed its socket may close a moment before the stream does.
            if (inputEnded.await(INPUT_MILLIS, TimeUnit.MILLISECONDS)) {
                deleteHostsFiles();
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
