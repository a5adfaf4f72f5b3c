package io.mirai.promise;

/** Waits for the outcome of a {@link Promise}, or watches it. */
public interface View {

    /**
     * Returns whether it wants the outcome: when the last view that does is cancelled, the task is stopped. The others only watch.
     */
    boolean counts();

    /** Hears once that there is an outcome, on the thread that resolved the promise; must neither block nor run user code. */
    void onResolved();
}
