package io.mirai.dispatch;

import io.mirai.spi.Body;

/**
 * Waits at the gate before the queue until there is room for its task. The drain loop calls its methods, so none may block or
 * run user code.
 *
 * <pre>
 *   waits, without a body ──first in the line, and a short task would pass──► has its turn: makes its body elsewhere
 *                                                                                │ weigh
 *                                                                                ▼
 *   waits, with its body ──first in the line, and there is room──► admitted ◄── waits, with its body
 *
 *   any of these but admitted ──it leaves, or the profile closes──► over
 * </pre>
 */
public abstract class AdmissionWaiter {

    private static final long UNKNOWN = -1;

    /** A task that has passed the gate. */
    public record Admitted(Ticket ticket, Body body) {}

    private final long since = System.nanoTime();

    // Only the drain loop touches these.
    private long bytes;
    private boolean joined;
    private boolean hadTurn;

    /** Makes a waiter without a body, which it makes when it has its turn. */
    protected AdmissionWaiter() {
        this.bytes = UNKNOWN;
    }

    /** Makes a waiter that has its body. */
    protected AdmissionWaiter(Body body) {
        this.bytes = body.length();
    }

    /** Begins to make the body on another thread, which {@linkplain Admission#weigh tells its length} then. */
    protected void onTurn() {}

    /** Makes the ticket of its task, for which there is room; the task is queued next. */
    protected abstract Admitted onAdmitted();

    /** Hears that it has left the line, as it asked to. */
    protected void onLeft() {}

    /** Hears that the profile is closed, for this reason. */
    protected abstract void onClosed(String reason);

    /** Returns when it began to wait, by {@code System.nanoTime()}. */
    long since() {
        return since;
    }

    boolean isWeighed() {
        return bytes != UNKNOWN;
    }

    long bytes() {
        return bytes;
    }

    void setBytes(long length) {
        bytes = length;
    }

    /** Puts it into the line; returns false if it was put there before. */
    boolean tryJoin() {
        boolean first = !joined;
        joined = true;
        return first;
    }

    /** Gives it its turn; returns false if it had one before. */
    boolean tryTurn() {
        boolean first = !hadTurn;
        hadTurn = true;
        return first;
    }
}
