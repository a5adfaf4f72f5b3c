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
import reactor.core.Disposables;

/**
 * The place in the queue of tasks that are submitted and not encoded yet: the elements of a map. Each comes as a
 * {@link Ticket} of this reservation, in order, and then stands before it; what was submitted after the map
 * waits behind it. Only the drain loop of the dispatcher reads or changes what is not final.
 *
 * <pre>
 *   a place ──its ticket comes──► that of the ticket: QUEUED, SENT …
 *      │
 *      └── its task is resolved before ──► given up
 * </pre>
 */
public final class Reservation extends QueueEntry {

    /** Resolves those of the tasks that have no ticket. Called by the drain loop, so it may neither block nor run user code. */
    @FunctionalInterface
    public interface Rest {

        /** Prepares to fail all of them for one reason. */
        Failing failing(TaskEnd end);
    }

    /** Fails them, step by step. */
    @FunctionalInterface
    public interface Failing {

        /**
         * Looks at some of them, and fails those that have no outcome.
         *
         * @param most how many to look at
         * @return how many were failed; −1 if there was none left to look at
         */
        int failSome(int most);
    }

    final TaskLimits limits;
    final Rest rest;

    /** The tickets that the dispatcher has heard of and whose tasks have no outcome that it knows of. */
    private Set<Ticket> known = new LinkedHashSet<>();

    /** Those of them that the time limit of all was already held against. */
    private Set<Ticket> looked = new LinkedHashSet<>();

    /** What is to be done to each of them. */
    private final Deque<Consumer<Ticket>> actions = new ArrayDeque<>();

    boolean isQueued;
    boolean timedOut;
    boolean timedOutInQueue;
    Disposable timer = Disposables.disposed();
    Disposable queueTimer = Disposables.disposed();

    private final long lastId;
    private long toCome;

    /**
     * For tasks whose ids follow each other.
     *
     * @param firstId the id of the first
     * @param tasks how many there are
     * @param limits those of each, from now on
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

    /** So many of them come no more, or have come. */
    void reduce(long tasks) {
        toCome -= tasks;
        endTimersIfSettled();
    }

    /** Its ticket has come, or is announced. */
    void know(Ticket ticket) {
        if (!looked.contains(ticket)) {
            known.add(ticket);
        }
    }

    /** The task of this ticket is resolved. */
    void settle(Ticket ticket) {
        known.remove(ticket);
        looked.remove(ticket);
        endTimersIfSettled();
    }

    /** Acts on each ticket that is known, one a piece: false when there is no other. A second action comes after the first. */
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
