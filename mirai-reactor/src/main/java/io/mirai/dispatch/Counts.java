package io.mirai.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the tasks of a profile that wait, are with a daemon, and have ended there. The drain loop writes, any thread reads. */
final class Counts {

    private final AtomicLong queued = new AtomicLong(); // those that are ahead too
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicLong executing = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();

    long queued() {
        return queued.get();
    }

    /** Returns how many of the queued are with a daemon, which has no thread free for them yet. */
    long ahead() {
        return ahead.get();
    }

    long executing() {
        return executing.get();
    }

    long completed() {
        return completed.get();
    }

    void addQueued(long more) {
        add(queued, more);
    }

    void addAhead(long more) {
        add(ahead, more);
        addQueued(more);
    }

    void addExecuting(long more) {
        add(executing, more);
    }

    void addCompleted(long more) {
        add(completed, more);
    }

    /** Needs no atomic update, since there is one writer. */
    private static void add(AtomicLong count, long more) {
        count.setRelease(count.getPlain() + more);
    }
}
