package io.mirai;

import java.util.Optional;

/**
 * One slot of a profile, and its daemon.
 *
 * @param index the number of the slot, from 0
 * @param online whether a daemon is connected to it now
 * @param instance how many daemons have connected to the slot so far; negative after {@link Daemons#saisei}, until the next one has
 * @param assigned how many tasks were sent to the slot
 * @param complete how many tasks have ended on the slot, failures included
 * @param problem why no daemon is here: the last one could not be started, or ended at once; or that the daemon is leaving, and why;
 *     empty if it stays, or nothing went wrong
 */
public record DaemonStatus(
        int index, boolean online, int instance, long assigned, long complete, Optional<String> problem) {

    /** A slot without a problem. */
    public DaemonStatus(int index, boolean online, int instance, long assigned, long complete) {
        this(index, online, instance, assigned, complete, Optional.empty());
    }
}
