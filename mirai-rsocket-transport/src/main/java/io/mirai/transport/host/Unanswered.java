package io.mirai.transport.host;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tasks of a link that have no reply yet. A daemon that leaves may say that this was all while a task is on its way to it; it
 * hands that task back, so the link ends only when every task has its reply.
 *
 * <pre>
 *   OPEN(n) ──{@link #markSaid}──► SAID(n) ──{@link #markAnswered}, the last──► OVER: the caller ends the link
 *   OPEN(0) ──{@link #markSaid}──► OVER: the caller ends the link
 * </pre>
 */
final class Unanswered {

    private static final int SAID = 1;
    private static final int ONE = 2;

    /** No task is here, and none may come. */
    private static final int OVER = SAID;

    /** Twice the number of tasks, plus {@link #SAID}. */
    private final AtomicInteger state = new AtomicInteger();

    /** Counts a task that is about to be sent; returns false if the link is over, so that it must not be sent. */
    boolean tryAdd() {
        return state.getAndUpdate(now -> now == OVER ? OVER : now + ONE) != OVER;
    }

    /** A task has its reply; returns true if the caller is to end the link. */
    boolean markAnswered() {
        return state.addAndGet(-ONE) == OVER;
    }

    /** The daemon has said all; returns true if the caller is to end the link. Called once. */
    boolean markSaid() {
        return state.addAndGet(SAID) == OVER;
    }
}
