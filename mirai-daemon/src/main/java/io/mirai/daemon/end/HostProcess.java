package io.mirai.daemon.end;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process of the host, as its daemon sees it: it lives as long as it holds a lock. Standard input would tell too,
 * and does where the host's file system has no locks; but then children of tasks that read it wait for ever.
 *
 * <pre>
 *   lock:            held ──► free ──► while the host is this process's parent: the lock was lost, not the host
 *   standard input:  open ──► its end
 * </pre>
 *
 * <p>A lock is lost where the host's own code opens the locked file too and closes it.
 */
public final class HostProcess {

    private static final long STEP_MILLIS = 50;

    private final long pid;
    private final InputStream input;
    private final @Nullable FileChannel lock;

    private HostProcess(long pid, InputStream input, @Nullable FileChannel lock) {
        this.pid = pid;
        this.input = input;
        this.lock = lock;
    }

    /**
     * Gets ready to wait.
     *
     * @param pid the host's process
     * @param lock the file that it holds locked; null if it holds standard input open
     */
    public static HostProcess of(long pid, @Nullable Path lock, InputStream input) throws IOException {
        isParent(pid); // loads what it takes: when it is wanted, no descriptor may be left to read a class
        return new HostProcess(pid, input, lock == null ? null : FileChannel.open(lock, StandardOpenOption.READ));
    }

    /** Returns when the host's process has ended. Must be called by a thread that cannot be interrupted. */
    void awaitEnd() {
        try {
            if (lock == null) {
                awaitEndOfInput();
            } else {
                awaitLock(lock);
            }
        } catch (IOException e) {
            // What the host held is broken, so it holds nothing.
        }
    }

    private void awaitEndOfInput() throws IOException {
        while (input.read() >= 0) {
            // The host says nothing more; whatever comes only proves that it lives.
        }
    }

    private void awaitLock(FileChannel file) throws IOException {
        // Shared, so that no daemon waits for another.
        file.lock(0, Long.MAX_VALUE, true);
        while (isParent(pid)) {
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
