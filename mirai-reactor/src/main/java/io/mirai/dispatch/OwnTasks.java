package io.mirai.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that only one slot's daemon may run: first, one after the other, what every daemon runs, and while one of those
 * waits or runs nothing else is sent; then those of this slot alone. Only the drain loop of {@link Dispatcher} calls it.
 */
final class OwnTasks {

    /** What every daemon runs, and this one is still to. */
    private final Deque<TaskTicket> setups = new ArrayDeque<>();

    /** What it runs of these; one that has failed on a daemon that joined stays here until that is refused. */
    private @Nullable TaskTicket setup;

    private final TaskQueue others = new TaskQueue();

    /** Whether no other task may be sent. */
    boolean areFirst() {
        return setup != null || !setups.isEmpty();
    }

    /**
     * The daemon is to run this before any task that it does not have yet.
     *
     * @param admits whether the daemon may not stay if it fails
     */
    void lineUp(TaskTicket first, Slot slot, boolean admits) {
        first.admits = admits;
        first.slot = slot;
        setups.add(first);
    }

    void add(TaskTicket task) {
        others.add(task);
    }

    /** The next to be sent; null if there is none, or it must wait for the one before. */
    @Nullable
    TaskTicket poll() {
        if (setup != null) {
            return null;
        }
        setup = setups.poll();
        TaskTicket next = setup != null ? setup : others.peek();
        if (next != null && next.queue == others) {
            others.remove(next);
        }
        return next;
    }

    /** It is not to be sent any more. */
    void remove(TaskTicket linedUp) {
        setups.remove(linedUp);
    }

    /** What every daemon runs has ended on this one: its other tasks may come. */
    void endSetup(TaskTicket ended) {
        if (setup == ended) {
            setup = null;
        }
    }

    /** Whether no other task may come because this one has failed. */
    boolean areHeldBy(TaskTicket failed) {
        return setup == failed;
    }

    /** The daemon is gone: what every daemon runs the next one gets anew. */
    List<TaskTicket> takeSetups() {
        List<TaskTicket> left = new ArrayList<>(setups);
        setups.clear();
        setup = null;
        return left;
    }

    /** Nobody comes for the others. */
    List<TaskTicket> takeOthers() {
        List<TaskTicket> left = new ArrayList<>();
        for (TaskTicket next = others.peek(); next != null; next = others.peek()) {
            others.remove(next);
            left.add(next);
        }
        return left;
    }
}
