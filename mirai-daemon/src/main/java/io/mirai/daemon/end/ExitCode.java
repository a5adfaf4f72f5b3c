package io.mirai.daemon.end;

/** The exit statuses by which a daemon ends itself; all others come from user code, the JVM or a signal. */
public enum ExitCode {
    /** The host has ended, or the link to it. */
    HOST_GONE(70),
    /** The host did not admit this daemon; standard error has its reason. */
    REFUSED(71),
    /** Nobody answered at the host's socket. */
    NO_HOST(72),
    /** What it was told is no configuration: an argument or the secret is wrong, or what came over standard input. */
    BAD_CONFIG(73),
    /** So little memory was left that the daemon could not even report it. */
    OUT_OF_MEMORY(74),
    /** The daemon's own code failed; standard error has the stack. */
    BROKEN(75),
    /** User code's shutdown hooks did not end in time. */
    HOOKS_STUCK(76),
    /** The daemon has had as many tasks as it was to have. */
    MAX_TASKS(77),
    /** It had nothing to do for as long as it was to wait. */
    IDLE_TIME(78),
    /** It was there for as long as it was to be. */
    WALL_TIME(79),
    /** The host has told it to leave for good. */
    DISMISSED(80),
    /** The host has asked it to leave when its tasks had ended. */
    DRAINED(81);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The exit status of the process. */
    public int status() {
        return status;
    }

    /** Ends this process at once, past all shutdown hooks. */
    void halt() {
        Runtime.getRuntime().halt(status);
    }
}
