package io.mirai.dispatch;

import io.mirai.Status;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.SharedFunction;
import reactor.core.publisher.Mono;

/**
 * What the API asks of whatever runs the tasks of one profile. Thread-safe. No method blocks; tasks end through their {@link
 * TaskResolver}s.
 */
public interface Dispatcher {

    /** The name of the profile. */
    String profile();

    /** Carries tasks and results over. */
    Codec codec();

    /** Where daemons dial in; never contains a secret. */
    String url();

    // ---- Tasks ----

    /** The gate before the queue. */
    Admission admission();

    /**
     * Queues a task. If the profile closes meanwhile, the task's resolver is told.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void submit(Ticket ticket, Body body);

    /** Queues a task that its submitter knows already. If the profile is closed, the task's resolver is told. */
    void submitLate(Ticket ticket, Body body);

    /** Hears of a task that is still to come by {@link #submitLate}, and may be resolved before. */
    void announce(Ticket ticket);

    /** Hears that a task is resolved: if it has not ended on its daemon, its work is stopped. */
    void release(Ticket ticket);

    /** Hears that a task is resolved: if it has not begun on its daemon, it never does; if it has, it goes on. */
    void abandon(Ticket ticket);

    /**
     * Keeps places in the queue for tasks that are not encoded yet, each of which comes by {@link #submitLate}, or not,
     * because it was {@linkplain #release released} or {@linkplain #giveUpPlaces given up} before.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void reserve(Reservation places);

    /** So many of the tasks that places are kept for are resolved, and have no ticket. */
    void giveUpPlaces(Reservation places, long tasks);

    /** Fails those of the tasks that places are kept for and that have no ticket. */
    void failPlaces(Reservation places, TaskEnd end);

    /** No task will apply this function any more: the daemons need not keep it. */
    void forget(SharedFunction function);

    /**
     * Hands a setup task to each daemon that is there, and later to each that joins, before its other tasks.
     *
     * @throws IllegalStateException if the profile is closed, or has too many of them
     */
    void everywhere(SetupTask task);

    // ---- Daemons ----

    /**
     * Listens and launches the daemons, once; without it the first task does.
     *
     * @return completes when each has dialled in or has been given up, or fails with what keeps all of them from it; in the loop
     */
    Mono<Void> start();

    /**
     * Adds slots, and launches a daemon for each.
     *
     * @throws IllegalStateException if the profile is closed, or may not have so many
     */
    void add(int daemons, DaemonSpec spec);

    /**
     * Takes a slot away from its daemon, if it has one. What that runs fails as {@link io.mirai.MiraiClosed}.
     *
     * @throws IllegalStateException if the profile is closed
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    void regenerate(int slot);

    /**
     * Refuses an index of no slot.
     *
     * @throws IndexOutOfBoundsException if there is none, naming those that are
     */
    void checkSlot(int index);

    /** How many slots there are, with or without a daemon. */
    int slots();

    /** How many tasks the daemons of this profile run at once, when all are there. */
    int capacity();

    /** How many daemons are there now; before the first was launched, how many are going to be. */
    int present();

    /** The counts of this moment. */
    Status status();

    // ---- The end ----

    /**
     * Refuses if the profile is closed.
     *
     * @throws IllegalStateException if it is, saying why
     */
    void requireOpen();

    /** Whether the profile is closed, or closing. */
    boolean isClosed();

    /** Fails what is unresolved and ends the daemons. Idempotent. */
    void close();

    /** Ends the daemons that a close has left to themselves; a close that is still to come leaves none. */
    void terminate();

    /** Completes when the profile is closed, every task is resolved, and nothing of the daemons is left; in the loop. */
    Mono<Void> ended();
}
