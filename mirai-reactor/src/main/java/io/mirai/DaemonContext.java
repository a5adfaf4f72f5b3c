package io.mirai;

import io.mirai.spi.CurrentTask;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Where the calling code runs: on which daemon, in which task. Get it by {@link #current()}. */
public abstract class DaemonContext {

    /** For the daemon's runtime. */
    protected DaemonContext() {}

    /**
     * The context of the calling thread. On a thread that a task started it is that of the daemon,
     * without a task; on the host {@link #isDaemon()} is false.
     */
    public static DaemonContext current() {
        return CurrentTask.get();
    }

    /** Whether this JVM is a daemon. */
    public abstract boolean isDaemon();

    /** The number of the daemon's slot in its profile, from 0; −1 on the host. */
    public abstract int index();

    /** Which connection to the slot this daemon is, from 1; 0 on the host. */
    public abstract int instance();

    /** The id of the running task, as {@link Mirai#id()}; 0 outside a task. */
    public abstract long taskId();

    /** Which attempt at the task this is, from 1; 0 outside a task. */
    public abstract int attempt();

    /**
     * What the running task finds by name: what {@code everywhere} has left on this daemon, and over that its own named
     * values ({@link TaskOptions#with}). A task may change the map, which is its own; the next task does not see the change.
     * But what a task of {@code everywhere} has in it at its end, its named values too, all later tasks of the daemon
     * find, unless it failed. Where {@link DaemonOptions#cleanup} leaves the globals alone, so it is with every task,
     * failed ones too. Of tasks that ran at once, each adds what it changed. An unchangeable empty map outside a task.
     */
    public abstract Map<String, Object> globals();

    /**
     * The random numbers of the running task: a stream of its own of L'Ecuyer's MRG32k3a, as {@link
     * java.util.random.RandomGenerator.LeapableGenerator}, which {@link Daemons.Builder#seed} makes reproducible. Each call in a task
     * brings the same object, which is not thread-safe. Outside a task each call brings another, which nobody can foretell.
     */
    public abstract RandomGenerator random();

    /** Whether the running task was stopped or timed out. */
    public abstract boolean isCancelled();
}
