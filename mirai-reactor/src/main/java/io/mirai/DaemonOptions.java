package io.mirai;

import io.mirai.dispatch.Texts;

/** How the daemons of a profile run. Immutable: every method returns a changed copy. */
public final class DaemonOptions {

    private static final DaemonOptions NONE = new DaemonOptions(1);
    private static final int MAX_THREADS = 1024;

    private final int threads;

    private DaemonOptions(int threads) {
        this.threads = threads;
    }

    /** One task at a time in each daemon. */
    public static DaemonOptions none() {
        return NONE;
    }

    /**
     * How many tasks a daemon runs at once, each on a thread of its own.
     *
     * @throws IllegalArgumentException if it is not in 1 … 1,024
     */
    public DaemonOptions threads(int tasksAtOnce) {
        if (tasksAtOnce < 1 || tasksAtOnce > MAX_THREADS) {
            throw new IllegalArgumentException(Texts.threadsOutOfRange(tasksAtOnce, MAX_THREADS));
        }
        return new DaemonOptions(tasksAtOnce);
    }

    int threads() {
        return threads;
    }
}
