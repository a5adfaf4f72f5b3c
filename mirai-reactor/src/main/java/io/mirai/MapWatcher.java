package io.mirai;

/** Whoever looks at a map that is not over yet. */
interface MapWatcher {

    /** Whether it wants the results: when the last that does is cancelled, the map is stopped. Others only watch. */
    boolean counts();

    /** One element has its outcome, or several; on the thread that resolved it, so it must neither block nor run user code. */
    void onChange();
}
