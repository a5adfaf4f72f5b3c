package io.mirai.launch.remote;

import io.mirai.spi.DaemonSpec;
import java.io.IOException;

/** Starts daemons elsewhere in one way. Called on the thread of the launches, but for {@link #line}. */
interface Launcher {

    /** The command as people are shown it, in one line without secrets. Any thread. */
    String line(int slot, DaemonSpec daemon);

    /** The machine that is meant, after the word "on"; empty if only the command says it. */
    String machine(DaemonSpec daemon);

    /**
     * Begins to start a daemon.
     *
     * @param attempt hears what becomes of it
     */
    Launched start(Order order, Attempt attempt) throws IOException;
}
