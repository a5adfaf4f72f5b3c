package io.mirai;

import java.util.List;

/**
 * A profile at one moment. The counts are exact when nothing is under way, else each is of its own
 * instant.
 *
 * @param profile the name of the profile
 * @param connections how many daemons are connected
 * @param queued how many tasks wait for a daemon
 * @param executing how many tasks are with a daemon
 * @param completed how many tasks have ended on a daemon, failures included
 * @param awaitingMemory how many callers wait because the queue is full
 * @param url where daemons dial in; never contains a secret
 * @param daemons one row for each slot
 */
public record Status(
        String profile,
        int connections,
        long queued,
        long executing,
        long completed,
        long awaitingMemory,
        String url,
        List<DaemonStatus> daemons) {

    /** A table for people. */
    @Override
    public String toString() {
        return Texts.table(this);
    }
}
