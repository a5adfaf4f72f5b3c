package io.mirai.daemon.end;

import io.mirai.daemon.shared.LaunchingHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process of the host that has launched this daemon, as the daemon sees it: it lives as long as it holds a lock. Standard input would tell too,
 * and does where the host's file system has no locks; but then children of tasks that read it wait for ever.
 *
 * <pre>
 *   lock:            held ──► free ──► while the host is this process's parent: the lock was lost, not the host
 *   standard input:  open ──► its end
 * </pre>
 *
 * <p>On another machine, where the host has started the daemon over SSH, it holds a pipe open: its end is as that of standard input.
 *
 * <p>A lock is lost where the host's own code opens the locked file too and closes it.
 */
public final class HostProcess {

    private static final long STEP_MILLIS = 50;

    private final @Nullable LaunchingHost host; // null on another machine
    private final InputStream input;
    private final @Nullable FileChannel lock;

    private HostProcess(@Nullable LaunchingHost host, InputStream input, @Nullable FileChannel lock) {
        this.host = host;
        this.input = input;
        this.lock = lock;
    }

    /**
     * Gets ready to wait.
     *
     * @param input the standard input of this process, which the host holds open if it has no lock
     */
    public static HostProcess of(LaunchingHost host, InputStream input) throws IOException {
        isParent(host.process()); // loads what it takes: when it is wanted, no descriptor may be left to read a class
        Path lock = host.lock();
        return new HostProcess(host, input, lock == null ? null : FileChannel.open(lock, StandardOpenOption.READ));
    }

    /**
     * Gets ready to wait for a host on another machine.
     *
     * @param input what that host holds open
     */
    public static HostProcess holding(InputStream input) {
        return new HostProcess(null, input, null);
    }

    /** Returns when the host's process has ended. Must be called by a thread that cannot be interrupted. */
    void awaitEnd() {
        try {
            if (lock == null || host == null) {
                awaitEndOfInput();
            } else {
                awaitLock(lock, host.process());
            }
        } catch (IOException e) {
            // What the host held is broken, so it holds nothing.
        }
    }

    /** Deletes the files on this machine of a host that has ended. */
    void deleteFiles() {
        if (host == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(host.directory())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(host.directory());
        } catch (IOException e) {
            // Another daemon of the same host does the same, and one of them is the last.
        }
    }

    private void awaitEndOfInput() throws IOException {
        while (input.read() >= 0) {
            // The host says nothing more; whatever comes only proves that it lives.
        }
    }

    private static void awaitLock(FileChannel file, long process) throws IOException {
        // Shared, so that no daemon waits for another.
        file.lock(0, Long.MAX_VALUE, true);
        while (isParent(process)) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            // On.
        }
    }

    private static boolean isParent(long pid) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        return parent.isPresent() && parent.get().pid() == pid && parent.get().isAlive();
    }
}
