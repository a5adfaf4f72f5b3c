package io.mirai.promise;

import reactor.core.scheduler.Schedulers;

/** Checks which threads may make calls that wait, and makes what those throw when they are interrupted. */
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

    /** Sets the thread's interrupt flag again, and makes the exception of a call that waits for a task. */
    public static IllegalStateException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(Texts.interruptedWhileWaiting(what), cause);
    }
}
