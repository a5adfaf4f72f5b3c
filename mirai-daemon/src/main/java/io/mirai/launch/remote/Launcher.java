package io.mirai.launch.remote;

import io.mirai.spi.DaemonSpec;
import java.io.IOException;

/** Starts daemons elsewhere in one way. On the thread of the launches, where nothing else is said. */
interface Launcher {

    /**
     * Refuses what it cannot start. Any thread.
     *
     * @throws IllegalStateException saying why, and what to do
     */
    default void check(DaemonSpec daemon) {}

    /** The command as people are shown it, in one line without secrets. Any thread. */
    String line(int slot, DaemonSpec daemon);

    /** The machine that is meant, after the word "on"; empty if only the command says it. Any thread. */
    String machine(DaemonSpec daemon);

    /**
     * Begins to start a daemon.
     *
     * @param attempt hears what becomes of it
     */
    Launched start(Order order, Attempt attempt) throws IOException;

    /** Ends what is there for several daemons. */
    default void close() {}

    /** Whether nothing of that is left here. */
    default boolean isOver() {
        return true;
    }

    /** Ends it by force. Any thread. */
    default void kill() {}
}
