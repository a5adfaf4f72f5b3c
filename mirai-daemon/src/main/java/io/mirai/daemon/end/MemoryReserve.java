package io.mirai.daemon.end;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some memory for the case that a task runs out of it: then the daemon gives it away and leaves. Where the heap
 * stayed full the transport may have lost the news, or the task's reply, without a trace; then the process ends by
 * itself. Thread-safe.
 */
public final class MemoryReserve {

    private static final int RESERVE_BYTES = 1 << 20;
    private static final long REST_MILLIS = 2_000;

    private final BooleanSupplier isIdle;
    private final Runnable leaving;

    @SuppressWarnings("UnusedVariable") // its use is to be there, and then not
    private volatile byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    private volatile boolean released;

    /**
     * Takes the memory.
     *
     * @param isIdle whether this daemon has no task
     * @param leaving tells the host that this daemon leaves
     */
    public MemoryReserve(BooleanSupplier isIdle, Runnable leaving) {
        this.isIdle = isIdle;
        this.leaving = leaving;
    }

    /** A task has run out of memory. */
    public void release() {
        released = true;
        reserve = null;
        leaving.run();
    }

    /** The calling worker has answered its task: waits to be ended, if this daemon is to leave and has no other. */
    public void leaveIfIdle() {
        if (released && isIdle.getAsBoolean()) {
            long end = System.nanoTime() + REST_MILLIS * 1_000_000;
            while (System.nanoTime() - end < 0) {
                sleep();
            }
            if (isIdle.getAsBoolean()) { // or the last word is that of who runs what has come meanwhile
                DaemonEnd.haltForMemory();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            // By user code that was left behind.
        }
    }
}
