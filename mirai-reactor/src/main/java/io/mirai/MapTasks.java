package io.mirai;

/** The tasks of a map. */
interface MapTasks<R> {

    /**
     * Submits all of them, once.
     *
     * @return what comes of them
     * @throws IllegalStateException if the profile is closed
     */
    MapResults<R> submit();

    /** The mirai of one element. */
    Mirai<R> mirai(int index);
}
