package io.mirai.promise;

/** Somebody who looks at a {@link Promise} that is not resolved yet. */
public interface View {

    /**
     * Whether it wants the value: when the last that does is cancelled, the task is stopped. Others
     * only watch.
     */
    boolean counts();

    /** Hears that there is an outcome, once, on the thread that resolved the promise; must neither block nor run user code. */
    void onResolved();
}
