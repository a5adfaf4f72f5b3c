package io.mirai.spi;

/** The host's end of the connection to one daemon. Thread-safe; no method blocks. */
public interface Link extends ValueSource {

    /** Which daemon of the slot it is, from 1. */
    int instance();

    /** How many tasks the daemon runs at once. */
    int capacity();

    /**
     * Sends a task. Exactly one reply follows, unless the link ends first; then {@link
     * FleetListener#onLinkEnd} tells.
     */
    void send(TaskMessage task, ReplyListener listener);

    /** No task will apply this function any more: the daemon need not keep it. */
    void forget(SharedFunction function);

    /**
     * Asks the daemon to end a task: one that has not started never does. The task's reply answers.
     *
     * @param mayInterruptIfRunning whether one that runs is interrupted
     */
    void stop(long taskId, boolean mayInterruptIfRunning);

    /** Ends the link now; a daemon on this machine is killed. {@link FleetListener#onLinkEnd} follows. */
    void kill();
}
