package io.mirai.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/** How many tasks of a profile wait, are with a daemon, and have ended there. Written by the drain loop, read by any thread. */
final class Counts {

    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong executing = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();

    long queued() {
        return queued.get();
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

    void addExecuting(long more) {
        add(executing, more);
    }

    void addCompleted(long more) {
        add(completed, more);
    }

    /** There is one writer, so this needs no atomic update. */
    private static void add(AtomicLong count, long more) {
        count.setRelease(count.getPlain() + more);
    }
}
