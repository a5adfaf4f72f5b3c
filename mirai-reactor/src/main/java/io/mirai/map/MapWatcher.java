package io.mirai.map;

/** Waits for the results of a map, or watches them come. */
interface MapWatcher {

    /**
     * Returns whether it wants the results: when the last watcher that does is cancelled, the map is stopped. The others only
     * watch.
     */
    boolean counts();

    /** Hears that elements were resolved, on the thread that resolved them, so it must neither block nor run user code. */
    void onChange();
}
