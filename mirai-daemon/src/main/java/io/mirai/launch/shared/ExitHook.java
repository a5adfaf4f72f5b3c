package io.mirai.launch.shared;

/** What is to be done if this JVM ends without a close. Added and removed once each, by one thread at a time. */
public final class ExitHook {

    private final Thread thread;

    /**
     * Makes a hook that is not added yet.
     *
     * @param name the name of its thread
     */
    public ExitHook(String name, Runnable atExit) {
        this.thread = new Thread(atExit, name);
    }

    /** Adds it. */
    public void add() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            // A hook of user code starts daemons while the JVM ends: what it does not close ends with this process, or
            // with its link.
        }
    }

    /** Removes it, if it was added. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does no harm.
        }
    }
}
