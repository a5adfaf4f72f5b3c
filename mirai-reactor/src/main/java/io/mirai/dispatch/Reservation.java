package io.mirai.dispatch;

import io.mirai.MiraiException;
import java.util.LinkedHashSet;
import java.util.Set;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The place in the queue of tasks that are submitted and not encoded yet: the elements of a map. Each comes as a
 * {@link TaskTicket} of this reservation, in order, and then stands before it; what was submitted after the map
 * waits behind it. Only the drain loop of {@link Dispatcher} reads or changes what is not final.
 *
 * <pre>
 *   a place ──its ticket comes──► that of the ticket: QUEUED, SENT …
 *      │
 *      └── its task is resolved before ──► given up
 * </pre>
 */
public final class Reservation extends Queued {

    /** Whoever resolves those of the tasks that have no ticket. */
    @FunctionalInterface
    public interface Rest {

        /**
         * Fails all of them. Called by the drain loop, so it may neither block nor run user code.
         *
         * @return how many there were
         */
        long failRest(MiraiException error);
    }

    final TaskLimits limits;
    final Rest rest;

    /** The tickets that the dispatcher has heard of and whose tasks have no outcome that it knows of. */
    final Set<TaskTicket> known = new LinkedHashSet<>();

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
    long tasks() {
        return toCome;
    }

    /** So many of them come no more, or have come. */
    void reduce(long tasks) {
        toCome -= tasks;
        endTimersIfSettled();
    }

    /** This one has its outcome. */
    void settle(TaskTicket task) {
        known.remove(task);
        endTimersIfSettled();
    }

    private void endTimersIfSettled() {
        if (toCome == 0 && known.isEmpty()) {
            timer.dispose();
            queueTimer.dispose();
        }
    }

    @Override
    public String toString() {
        return Texts.restOfMap(toCome);
    }
}
