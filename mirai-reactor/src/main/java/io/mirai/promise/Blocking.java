package io.mirai.promise;

import reactor.core.scheduler.Schedulers;

/** What all calls that wait have in common: which threads may make them, and what they throw when interrupted. */
public final class Blocking {

    private Blocking() {}

    /**
     * Refuses a call that waits.
     *
     * @param what the call, for the message
     * @throws IllegalStateException on a thread that may not block
     */
    public static void check(String what) {
        if (Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(Texts.mayNotBlock(what, Thread.currentThread()));
        }
    }

    /** Sets the thread's flag again, and makes what a call that waits for a task throws. */
    public static IllegalStateException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(Texts.interruptedWhileWaiting(what), cause);
    }
}
