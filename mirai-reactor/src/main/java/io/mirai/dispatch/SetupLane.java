package io.mirai.dispatch;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The setup tasks that one link's daemon is still to run, one after the other: while one of them waits or runs its daemon
 * gets nothing else. Only the drain loop calls it.
 *
 * <pre>
 *   those that it joined with ──► those that came since ──► (newest)
 * </pre>
 */
final class SetupLane {

    private final Setups setups;
    private final List<SetupTask> joinedWith;
    private int joined;
    private Setups.Node seen;
    private Setups.@Nullable Node end;

    /** The one that is with the daemon; one that has failed as the daemon joined stays here until that is refused. */
    private @Nullable Ticket running;

    /** The lane of a daemon that joins now. */
    SetupLane(Setups setups) {
        this.setups = setups;
        this.joinedWith = setups.forJoining();
        this.seen = setups.newest();
    }

    /** Whether no other task may be sent. */
    boolean isFirst() {
        return running != null || joined < joinedWith.size() || seen != end();
    }

    private Setups.Node end() {
        return end == null ? setups.newest() : end;
    }

    /** The next to be sent; null if there is none, or it must wait for the one before. */
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

    /** The daemon gets no more tasks: what every daemon runs from now on is not for it. */
    void close() {
        if (end == null) {
            end = setups.newest();
            setups.closeLane();
        }
    }

    /** One that came while the daemon was there, and that it never got; null if there is none. For a link that has ended. */
    @Nullable
    SetupTask pollMissed() {
        return seen == end() ? null : pollPresent();
    }

    /** It has ended on this daemon: its other tasks may come. */
    void end(Ticket ended) {
        if (running == ended) {
            running = null;
        }
    }

    /** Whether no other task may come because this one has failed. */
    boolean isHeldBy(Ticket failed) {
        return running == failed;
    }
}
