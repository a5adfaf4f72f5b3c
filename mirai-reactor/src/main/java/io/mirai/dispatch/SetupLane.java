package io.mirai.dispatch;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The setup tasks that one link's daemon is still to run, one after the other. While one of them waits or runs, the daemon gets
 * no other task. Only the drain loop calls this.
 *
 * <pre>
 *   those that it joined with ──► those that came since, along the chain of {@link Setups} ──► the newest,
 *                                                                     or the newest when the daemon began to leave
 *
 *   nothing runs ──poll──► one runs ──end: it ended, or failed on a daemon that was there──► nothing runs
 *                             └── it failed as the daemon joined: it holds the lane until the daemon is refused,
 *                                 or its result turns out to have been stopped ──end──► nothing runs
 * </pre>
 */
final class SetupLane {

    private final Setups setups;
    private final List<SetupTask> joinedWith;
    private int joined;
    private Setups.Node seen;
    private Setups.@Nullable Node end;

    /** The setup task that is with the daemon, or that failed as the daemon joined and holds the lane. */
    private @Nullable Ticket running;

    /** Makes the lane of a daemon that joins now. */
    SetupLane(Setups setups) {
        this.setups = setups;
        this.joinedWith = setups.forJoining();
        this.seen = setups.newest();
    }

    /** Returns whether no other task may be sent. */
    boolean isFirst() {
        return running != null || joined < joinedWith.size() || seen != end();
    }

    private Setups.Node end() {
        return end == null ? setups.newest() : end;
    }

    /** Takes the next ticket to be sent; null if there is none, or it must wait for the one before. */
    @Nullable
    Ticket poll() {
        if (running != null) {
            return null;
        }
        while (running == null && isFirst()) {
            if (joined < joinedWith.size()) {
                running = joinedWith.get(joined).takeAsJoining();
                running.admits = true;
                joined++;
            } else {
                running = pollPresent().takeAsPresent();
            }
        }
        return running;
    }

    private SetupTask pollPresent() {
        seen = Objects.requireNonNull(seen.next);
        return Objects.requireNonNull(seen.task);
    }

    /** Ends the lane at the newest setup task, since the daemon gets no more tasks. */
    void close() {
        if (end == null) {
            end = setups.newest();
            setups.closeLane();
        }
    }

    /**
     * Takes a setup task that came while the daemon was there, and that it never got; null if there is none. The link has ended.
     */
    @Nullable
    SetupTask pollMissed() {
        return seen == end() ? null : pollPresent();
    }

    /** Lets the next task come, since this setup task has ended on the daemon. */
    void end(Ticket ended) {
        if (running == ended) {
            running = null;
        }
    }

    /** Returns whether this setup task has failed, so that no other task may come. */
    boolean isHeldBy(Ticket failed) {
        return running == failed;
    }
}
