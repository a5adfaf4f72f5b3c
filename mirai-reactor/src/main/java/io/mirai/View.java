package io.mirai;

/** Whoever looks at a {@link Mirai} that is not resolved yet. */
interface View {

    /**
     * Whether it wants the value: when the last that does is cancelled, the task is stopped. Others
     * only watch.
     */
    boolean counts();

    /** Hears that there is an outcome, once, on the thread that resolved the mirai; must neither block nor run user code. */
    void onResolved();
}
