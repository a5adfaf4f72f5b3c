package io.mirai.spi;

/** The host's end of the connection to one daemon. Thread-safe; no method blocks. */
public interface Link extends ValueSource {

    /** The slot of a daemon that leaves it to the host which one it takes. */
    int ANY_SLOT = -1;

    /** How many tasks a daemon may have beyond those that it runs at once. */
    int MOST_AHEAD = 32;

    /** The slot that the daemon asks for, until it is admitted to one; {@link #ANY_SLOT} if it asks for none. */
    @Override
    int slot();

    /**
     * Whether this host has launched the daemon, on whatever machine: then it launches another when this one is lost.
     */
    default boolean isReplaced() {
        return isLaunched();
    }

    /** Whether the secret by which the daemon has dialled in has not been taken back since. Asked before it is admitted. */
    default boolean isStillWelcome() {
        return true;
    }

    /**
     * Admits the daemon, before anything is sent.
     *
     * @param slot the slot that it takes from now on
     * @param instance which daemon of the slot it is, from 1
     */
    void admit(int slot, int instance);

    /** Ends the link instead of admitting the daemon, which is told the reason. */
    void refuse(String reason);

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

    /**
     * Asks the daemon to leave when the tasks that it has then have ended, also if it was to dial its next host. Nothing is sent to
     * it any more. {@link FleetListener#onLinkEnd} follows.
     */
    void drain();

    /** Ends the link now; a daemon on this machine is killed. {@link FleetListener#onLinkEnd} follows. */
    void kill();
}
