package io.mirai.dispatch;

import io.mirai.spi.Body;

/**
 * Waits at the gate before the queue until there is room for its task. The drain loop calls its methods, so none may block or
 * run user code.
 *
 * <pre>
 *   WAITING ──first in the line, room for something──► TURN: makes its body elsewhere, and has it weighed
 *      │                                                 │
 *      │ has its body from the beginning                 │ room for that
 *      └────────────────────► ADMITTED ◄─────────────────┘
 *
 *   WAITING, TURN ──it left, or the profile closed──► over
 * </pre>
 */
public abstract class AdmissionWaiter {

    private static final long UNKNOWN = -1;

    /** A task that has passed the gate. */
    public record Admitted(Ticket ticket, Body body) {}

    private final long since = System.nanoTime();

    // The drain loop's alone.
    private long bytes;
    private boolean joined;
    private boolean hadTurn;

    /** Waits without a body, which is made when it has its turn. */
    protected AdmissionWaiter() {
        this.bytes = UNKNOWN;
    }

    /** Waits with its body. */
    protected AdmissionWaiter(Body body) {
        this.bytes = body.length();
    }

    /** It is the first, and there is room: to make the body, elsewhere, and then to have it {@linkplain Admission#weigh weighed}. */
    protected void onTurn() {}

    /** There is room for its task, which is queued next. */
    protected abstract Admitted onAdmitted();

    /** It has left the line as it asked to. */
    protected void onLeft() {}

    /** The profile is closed, for this reason. */
    protected abstract void onClosed(String reason);

    /** Since when it waits, by {@code System.nanoTime()}. */
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

    /** Whether it joins the line now, for the first time. */
    boolean tryJoin() {
        boolean first = !joined;
        joined = true;
        return first;
    }

    /** Whether it has its turn now, for the first time. */
    boolean tryTurn() {
        boolean first = !hadTurn;
        hadTurn = true;
        return first;
    }
}
