package io.mirai.map;

/** Somebody who looks at a map that is not over yet. */
interface MapWatcher {

    /** Whether it wants the results: when the last that does is cancelled, the map is stopped. Others only watch. */
    boolean counts();

    /** Called when elements have been resolved, on the thread that resolved them, so it must neither block nor run user code. */
    void onChange();
}
