package io.mirai.dispatch;

import io.mirai.Status;
import io.mirai.spi.Body;
import io.mirai.spi.Codec;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.SharedFunction;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Runs the tasks of one profile, and knows its daemons. Thread-safe. No method blocks; tasks end through their {@link
 * TaskResolver}s.
 */
public interface Dispatcher {

    /** Returns the name of the profile. */
    String profile();

    /** Returns the codec that encodes tasks and decodes results. */
    Codec codec();

    /** Returns the address at which daemons dial in; never contains a secret. */
    String url();

    // ---- Tasks ----

    /** Returns the gate before the queue. */
    Admission admission();

    /**
     * Queues a task. If the profile closes meanwhile, the task's resolver is told.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void submit(Ticket ticket, Body body);

    /** Queues a task that was announced, or has passed the gate. If the profile is closed, the task's resolver is told. */
    void submitLate(Ticket ticket, Body body);

    /** Announces a task that is still to come by {@link #submitLate}, and may be resolved before. */
    void announce(Ticket ticket);

    /** Stops the work of a task that is resolved, if it has not ended on its daemon. */
    void release(Ticket ticket);

    /**
     * Tries a task again whose value was lost with its link, if it may be; fails it otherwise.
     *
     * @param end the failure
     */
    void valueLost(Ticket ticket, TaskEnd end);

    /** Drops a task that is resolved, if it has not begun on its daemon; if it has, it goes on. */
    void abandon(Ticket ticket);

    /**
     * Keeps places in the queue for tasks that are not encoded yet. Each comes by {@link #submitLate}, unless it was {@linkplain
     * #release released} or {@linkplain #giveUpPlaces given up} before.
     *
     * @throws IllegalStateException if the profile is closed
     */
    void reserve(Reservation places);

    /** Gives up the places of so many tasks that are resolved and have no ticket. */
    void giveUpPlaces(Reservation places, long tasks);

    /** Fails the tasks that places are kept for and that have no ticket. */
    void failPlaces(Reservation places, TaskEnd end);

    /** Lets the daemons forget a function that no task will apply any more. */
    void forget(SharedFunction function);

    /**
     * Hands a setup task to each daemon that is there, and later to each that joins, before its other tasks.
     *
     * @throws IllegalStateException if the profile is closed, or has too many setup tasks
     */
    void everywhere(SetupTask task);

    // ---- Daemons ----

    /**
     * Listens and launches the daemons, once; otherwise the first task does.
     *
     * @return completes in the loop when each daemon has dialled in or its slot has given up; fails if all of them have
     */
    Mono<Void> start();

    /**
     * Adds slots, and launches a daemon for each.
     *
     * @throws IllegalStateException if the profile is closed, or may not have so many daemons
     */
    void add(int daemons, DaemonSpec spec);

    /**
     * Launches daemons on other machines, in the first slots that have none, and in new ones.
     *
     * @return the commands, without secrets
     * @throws IllegalStateException if the profile is closed, or no daemon of another machine could dial in
     * @throws IllegalArgumentException if the daemons are to have what only those on this machine can
     */
    List<String> launch(List<DaemonSpec> elsewhere);

    /**
     * Launches a daemon on another machine, for this slot.
     *
     * @throws IllegalStateException as {@link #launch}, or if the slot has a daemon
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    List<String> launchIn(int slot, DaemonSpec elsewhere);

    /**
     * Makes the lines that start daemons on other machines, for the first slots that have none; there are more slots then, if need
     * be.
     *
     * @throws IllegalStateException if the profile is closed, or no daemon of another machine could dial in
     * @throws IllegalArgumentException if the daemons are to have what only those on this machine can
     */
    List<String> commands(int daemons, DaemonSpec spec);

    /** Returns how many slots wait for a daemon that this host does not start. */
    int awaited();

    /**
     * Takes a slot away from its daemon, if it has one, and the secret by which that has dialled in. The tasks on that daemon fail as {@link io.mirai.MiraiClosed}.
     *
     * @throws IllegalStateException if the profile is closed
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    void regenerate(int slot);

    /**
     * Lets the daemon of a slot leave at each subscription: it gets no more tasks, what was sent ahead to it returns to the queue, and
     * what it runs ends. No other daemon takes the slot. A cancel does not stop it.
     *
     * @return completes, perhaps in the loop, when no daemon is there, or the profile has ended
     * @throws IllegalArgumentException if there is no such slot, naming those that there are
     */
    Mono<Void> drain(int slot);

    /**
     * Refuses an index that is not that of a slot.
     *
     * @throws IndexOutOfBoundsException if so, naming those that there are
     */
    void checkSlot(int index);

    /** Returns how many slots there are, with or without a daemon. */
    int slots();

    /** Returns the sum of the capacities of the daemons, when all are there. */
    int capacity();

    /** Returns how many tasks are with the daemons now beyond their capacities, sent ahead since they are short. */
    int ahead();

    /** Returns how many daemons are there now; before the first launch, how many are going to be. */
    int present();

    /** Returns the counts of this moment. */
    Status status();

    // ---- The end ----

    /**
     * Refuses if the profile is closed.
     *
     * @throws IllegalStateException if it is, saying why
     */
    void requireOpen();

    /** Returns whether the profile is closed, or closing. */
    boolean isClosed();

    /** Fails what is unresolved and ends the daemons. Idempotent. */
    void close();

    /** Ends the daemons that a close has left to themselves; a later close leaves none. */
    void terminate();

    /** Completes in the loop, when the profile is closed, every task is resolved, and nothing of the daemons is left. */
    Mono<Void> ended();
}
