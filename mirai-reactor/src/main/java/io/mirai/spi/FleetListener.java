package io.mirai.spi;

/** Hears of the daemons of one fleet. Calls for one link come in order. */
public interface FleetListener {

    /** A daemon has dialled in and was admitted; it may be sent tasks. */
    void onLink(Link link);

    /** The daemon will not take more tasks and leaves when those it has have ended. */
    void onDraining(Link link, Departure reason);

    /** The link has ended; no reply comes over it any more. */
    void onLinkEnd(Link link, LinkEnd end);

    /** The daemon for this slot never dialled in; the message holds what its process said. */
    void onLaunchFailure(int slot, String message);

    /** The daemon for this slot waits in a queue, as that of a cluster: nobody knows when it comes. May be told again. */
    default void onLaunchQueued(int slot) {}
}
