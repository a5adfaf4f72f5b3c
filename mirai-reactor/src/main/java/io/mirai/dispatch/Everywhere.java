package io.mirai.dispatch;

import io.mirai.spi.Body;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that every daemon of a profile runs: those that are there now, and each that joins later, before its other
 * tasks. It is encoded once. Only the drain loop of {@link Dispatcher} reads or changes what is not final.
 *
 * <pre>
 *   the caller's tickets, one for each result that it waits for ─┐
 *                                                                ├──► one for each daemon, in its slot
 *   more tickets, whose results nobody waits for ────────────────┘
 * </pre>
 */
public final class Everywhere {

    final String name;
    final Body body;
    private final int extra;
    private final Supplier<TaskTicket> more;

    /** The caller's tickets that no daemon has got yet. */
    private final Deque<TaskTicket> waiting = new ArrayDeque<>();

    /**
     * One that is not known to any daemon yet.
     *
     * @param name a later one of the same name takes its place; empty if none does
     * @param results the tickets of the results that the caller waits for
     * @param extra how many of them are of daemons that nobody has launched yet
     * @param more makes tickets for the daemons beyond those
     */
    public Everywhere(String name, Body body, Collection<TaskTicket> results, int extra, Supplier<TaskTicket> more) {
        this.name = name;
        this.body = body;
        this.extra = extra;
        this.more = more;
        results.forEach(this::giveBack);
    }

    /** For the next daemon. */
    TaskTicket take() {
        TaskTicket ticket = waiting.poll();
        if (ticket == null) {
            ticket = more.get();
            prepare(ticket);
        }
        return ticket;
    }

    /** No daemon has it: it waits for the next. */
    void giveBack(TaskTicket ticket) {
        prepare(ticket);
        waiting.add(ticket);
    }

    /** One that waits in vain if so many of the daemons that are launched are still to come; null if there is none. */
    @Nullable
    TaskTicket pollBeyond(long toCome) {
        return waiting.size() > extra + toCome ? waiting.poll() : null;
    }

    private void prepare(TaskTicket ticket) {
        ticket.everywhere = this;
        ticket.place = TaskTicket.Place.LINED_UP;
        ticket.body = body;
        ticket.slot = null;
    }

    void remove(TaskTicket ticket) {
        waiting.remove(ticket);
    }

    Collection<TaskTicket> waiting() {
        return waiting;
    }

    @Override
    public String toString() {
        return Texts.everywhere(name);
    }
}
