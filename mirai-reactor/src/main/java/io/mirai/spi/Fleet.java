package io.mirai.spi;

import java.util.List;
import reactor.core.publisher.Mono;

/** The daemons of one profile, as the backend sees them. Thread-safe. */
public interface Fleet {

    /** Carries tasks and results over. */
    Codec codec();

    /**
     * Begins to listen. Called once, before the first launch.
     *
     * @return completes when daemons can dial in, or fails with what kept the fleet from listening
     */
    Mono<Void> listen();

    /** Where daemons dial in; never contains a secret. Empty before it listens. */
    String url();

    /**
     * Whether this machine's daemons may be so many.
     *
     * @throws IllegalStateException if not, saying why
     */
    default void checkSize(int daemons) {}

    /**
     * Starts one daemon for a slot and returns at once. It ends in exactly one of {@link
     * FleetListener#onLink} and {@link FleetListener#onLaunchFailure}.
     *
     * @param slot the slot that the daemon takes, from 0
     * @param instance which daemon of the slot it is, from 1
     * @param daemon how it is started, and how it runs
     */
    void launch(int slot, int instance, DaemonSpec daemon);

    /**
     * The lines for a shell on another machine that start a daemon each, with its secret.
     *
     * @param slots those that the daemons are to take, where each has a secret of its own
     * @param daemon how they run
     * @throws IllegalStateException if no daemon of another machine could dial in, saying why
     * @throws IllegalArgumentException if the daemon is to have what only one on this machine can
     */
    default List<String> commands(List<Integer> slots, DaemonSpec daemon) {
        throw new IllegalStateException(Texts.nowhereToDialIn());
    }

    /**
     * The commands that {@link #launch} runs for daemons on other machines, a line each, without their secrets.
     *
     * @param slots those that the daemons are to take, one for each
     * @throws IllegalStateException if no daemon of another machine could dial in, saying why
     * @throws IllegalArgumentException if a daemon is to have what only one on this machine can
     */
    default List<String> launchLines(List<Integer> slots, List<DaemonSpec> daemons) {
        throw new IllegalStateException(Texts.nowhereToDialIn());
    }

    /**
     * Takes back the secret by which the daemon of this slot has dialled in, which this host has not started, or the next will: nobody
     * dials in by it any more. May write a file.
     */
    default void renewSecret(int slot) {}

    /**
     * Ends every daemon and the listener. Idempotent. A daemon that is {@linkplain HostGone#isLeftAlone left alone} only
     * loses its link.
     *
     * @return completes when no thread, socket or file of the fleet is left, and no process but for those
     */
    Mono<Void> close();

    /**
     * From now on no daemon is left alone: those on this machine that a close has left are killed, those that are linked are told to
     * leave for good, and a close that comes leaves none.
     */
    default void terminate() {}
}
