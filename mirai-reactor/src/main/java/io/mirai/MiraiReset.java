package io.mirai;

import java.util.OptionalInt;

/** The daemon died, the link to it broke, or the profile was closed before the task ended. */
public final class MiraiReset extends MiraiException {

    /** What happened. */
    public enum Reason {
        /** The daemon's process ended. */
        DAEMON_DIED,
        /** The connection to the daemon broke. */
        LINK_LOST,
        /** The profile was reset or closed, or cannot start daemons. */
        PROFILE_RESET
    }

    /** Whether the task's code had begun to run: if so, its effects may have happened. */
    public enum Started {
        /** It never ran. */
        NO,
        /** It ran, at least in part. */
        YES,
        /** It may have run. */
        UNKNOWN
    }

    private final Reason reason;
    private final Started started;
    private final int daemon;
    private final OptionalInt exitStatus;
    private final int attempts;

    /** Made by Mirai; applications only catch it. */
    public MiraiReset(
            String message, Reason reason, Started started, int daemon, OptionalInt exitStatus, int attempts) {
        super(ErrorCode.RESET, message, null);
        this.reason = reason;
        this.started = started;
        this.daemon = daemon;
        this.exitStatus = exitStatus;
        this.attempts = attempts;
    }

    /** What happened. */
    public Reason reason() {
        return reason;
    }

    /** Whether the task had begun. */
    public Started started() {
        return started;
    }

    /** The index of the daemon that had the task, from 0; −1 if none had. */
    public int daemon() {
        return daemon;
    }

    /** The exit status of the daemon's process where it is known; a signal n is 128 + n. */
    public OptionalInt exitStatus() {
        return exitStatus;
    }

    /** How many times the task was begun on a daemon, or may have been. */
    public int attempts() {
        return attempts;
    }
}
