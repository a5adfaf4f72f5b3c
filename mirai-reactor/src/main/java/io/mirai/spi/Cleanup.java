package io.mirai.spi;

/**
 * What is cleaned on a daemon after each task.
 *
 * @param mask the sum of those of {@link io.mirai.DaemonOptions#cleanup}
 */
public record Cleanup(int mask) {

    private static final int GLOBALS = 1;
    private static final int CLASSES = 2;
    private static final int SETTINGS = 4;
    private static final int GARBAGE = 8;

    private static final int MOST = GLOBALS + CLASSES + SETTINGS + GARBAGE;

    /** Refuses what is no such sum, with an {@link IllegalArgumentException}. */
    public Cleanup {
        if (mask < 0 || mask > MOST) {
            throw new IllegalArgumentException(Texts.cleanupOutOfRange(mask, MOST));
        }
    }

    /** Only what tasks leave by name. */
    public static final Cleanup DEFAULT = new Cleanup(GLOBALS);

    /** Whether what a task leaves by name goes. */
    public boolean globals() {
        return (mask & GLOBALS) != 0;
    }

    /** Whether the next task finds its classes anew. */
    public boolean classes() {
        return (mask & CLASSES) != 0;
    }

    /** Whether what is set for the whole JVM is set back. */
    public boolean settings() {
        return (mask & SETTINGS) != 0;
    }

    /** Whether anything is that the tasks of a daemon share. */
    public boolean beyondTheTask() {
        return classes() || settings() || garbage();
    }

    /** Whether the heap is cleaned. */
    public boolean garbage() {
        return (mask & GARBAGE) != 0;
    }
}
