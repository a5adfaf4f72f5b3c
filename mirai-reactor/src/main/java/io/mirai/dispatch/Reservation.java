package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.Disposable;

/**
 * Keeps the places in the queue of tasks that are submitted and not encoded yet: the elements of a map. Each comes as a {@link
 * Ticket} of this reservation, in order, and then stands before it; tasks that were submitted after the map wait behind it. Only
 * the drain loop reads or changes the fields that are not final.
 *
 * <pre>
 *   a place ──its ticket comes──► the ticket is Queued there, then Sent …
 *      │
 *      └── its task is resolved before ──► given up
 * </pre>
 */
public final class Reservation extends QueueEntry {

    /** Resolves the tasks that have no ticket. The drain loop calls it, so it may neither block nor run user code. */
    @FunctionalInterface
    public interface Rest {

        /** Prepares to fail all these tasks for one reason. */
        Failing failing(TaskEnd end);
    }

    /** Fails the tasks that have no ticket, step by step. */
    @FunctionalInterface
    public interface Failing {

        /**
         * Looks at some of the tasks, and fails those that have neither a ticket nor an outcome.
         *
         * @param most how many to look at
         * @return how many were failed; −1 if there was none left to look at
         */
        int failSome(int most);
    }

    final TaskLimits limits;
    final Rest rest;

    /** The tickets that have come or are announced, and whose tasks are not known to be resolved. */
    private Set<Ticket> known = new LinkedHashSet<>();

    /** Those of them that the common time limit has ended, or has passed over. */
    private Set<Ticket> looked = new LinkedHashSet<>();

    /** What is to be done to each of them. */
    private final Deque<Consumer<Ticket>> actions = new ArrayDeque<>();

    boolean isQueued;
    boolean timedOut;
    boolean timedOutInQueue;
    Disposable timer = Timer.NOT_SET;
    Disposable queueTimer = Timer.NOT_SET;

    private final long lastId;
    private long toCome;

    /**
     * Makes a reservation for tasks whose ids follow each other.
     *
     * @param firstId the id of the first
     * @param tasks how many there are
     * @param limits the limits of each task, which begin now
     */
    public Reservation(long firstId, long tasks, TaskLimits limits, Rest rest) {
        this.lastId = firstId + tasks - 1;
        this.toCome = tasks;
        this.limits = limits;
        this.rest = rest;
    }

    @Override
    long order() {
        return lastId;
    }

    @Override
    Supplier<String> name() {
        long rest = toCome;
        return () -> Texts.restOfMap(rest);
    }

    @Override
    long tasks() {
        return toCome;
    }

    /** Counts so many tasks less that are still to come. */
    void reduce(long tasks) {
        toCome -= tasks;
        endTimersIfSettled();
    }

    /** Knows a ticket that has come, or is announced. */
    void know(Ticket ticket) {
        if (!looked.contains(ticket)) {
            known.add(ticket);
        }
    }

    /** Forgets a ticket whose task is resolved. */
    void settle(Ticket ticket) {
        known.remove(ticket);
        looked.remove(ticket);
        endTimersIfSettled();
    }

    /**
     * Runs an action for each known ticket, one at each call, which returns false when there is no other. A second action comes
     * after the first.
     */
    BooleanSupplier forEachKnown(Consumer<Ticket> action) {
        actions.add(action);
        return actions.size() == 1 ? this::actOnNext : () -> false;
    }

    private boolean actOnNext() {
        Iterator<Ticket> all = known.iterator();
        if (all.hasNext()) {
            Ticket next = all.next();
            all.remove();
            looked.add(next);
            actions.element().accept(next);
            return true;
        }
        known = looked;
        looked = new LinkedHashSet<>();
        actions.remove();
        return !actions.isEmpty();
    }

    private void endTimersIfSettled() {
        if (toCome == 0 && known.isEmpty() && looked.isEmpty()) {
            timer.dispose();
            queueTimer.dispose();
        }
    }
}
