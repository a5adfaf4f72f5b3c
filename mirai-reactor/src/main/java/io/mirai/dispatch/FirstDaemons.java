package io.mirai.dispatch;

import io.mirai.spi.DaemonSpec;

/**
 * The daemons that a profile is to have at first.
 *
 * @param slots how many
 * @param daemon how each runs that is launched
 * @param dialInThemselves whether they dial in by themselves, as many others may later; otherwise they are launched
 */
public record FirstDaemons(int slots, DaemonSpec daemon, boolean dialInThemselves) {

    /** So many that are launched. */
    public static FirstDaemons launched(int slots, DaemonSpec daemon) {
        return new FirstDaemons(slots, daemon, false);
    }
}
