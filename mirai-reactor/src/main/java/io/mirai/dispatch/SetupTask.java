package io.mirai.dispatch;

import io.mirai.spi.Body;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A setup task: every daemon that is there when it comes runs it, and each that joins later does before its other tasks. It is
 * encoded once. Only the drain loop reads or changes the fields that are not final.
 *
 * <p>The caller waits for some results, each of which is a ticket. A daemon takes its ticket when it can run the task, so no event
 * deals with all daemons, however many there are:
 *
 * <pre>
 *   forPresent  ──a daemon that was there──► its ticket; none if the result was stopped before
 *        │ a surplus ticket, since a daemon left before it took one
 *        ▼
 *   forJoining  ──a daemon that joins──────► a ticket; if there is none, a new one that nobody waits for
 *        ▲                                      │
 *        └──── the daemon never started it ─────┘
 * </pre>
 */
public final class SetupTask {

    final String name;
    final Body body;
    final List<Ticket> results;
    private final int extra;
    private final Supplier<Ticket> more;
    private final Set<Ticket> forPresent = new LinkedHashSet<>();
    private final Set<Ticket> forJoining = new LinkedHashSet<>();

    /** How many daemons that were there have not taken their ticket yet. */
    private long presentToCome;

    /** How many of those will take no ticket, since the result was stopped. */
    private long skips;

    /**
     * Makes a setup task that no daemon knows yet.
     *
     * @param name the name by which a later setup task replaces it; empty if none does
     * @param results the tickets of the results that the caller waits for
     * @param extra how many of the results are of daemons that nobody has launched yet
     * @param more makes tickets for daemons whose results nobody waits for
     */
    public SetupTask(String name, Body body, List<Ticket> results, int extra, Supplier<Ticket> more) {
        this.name = name;
        this.body = body;
        this.results = results;
        this.extra = extra;
        this.more = more;
        results.forEach(this::prepare);
        forPresent.addAll(results.subList(0, results.size() - extra));
        forJoining.addAll(results.subList(results.size() - extra, results.size()));
    }

    private void prepare(Ticket ticket) {
        ticket.setBody(body);
        ticket.markLinedUp(this, Timer.NOT_SET);
    }

    /** Begins with so many daemons that are there, each of which is to run it. */
    void begin(long daemons) {
        presentToCome = daemons;
    }

    /** Takes the ticket of a daemon that was there when this began; null if that is not to run it. */
    @Nullable
    Ticket takeAsPresent() {
        presentToCome--;
        if (skips > 0) {
            skips--;
            return null;
        }
        Ticket own = pollFirst(forPresent);
        return own == null ? makeMore() : own;
    }

    /** Takes the ticket of a daemon that joins. */
    Ticket takeAsJoining() {
        Ticket waiting = pollSurplus();
        return waiting == null ? makeMore() : waiting;
    }

    private Ticket makeMore() {
        Ticket ticket = more.get();
        prepare(ticket);
        return ticket;
    }

    /** Counts a daemon less that was there, since it has gone and has taken no ticket. */
    void leaveAsPresent() {
        presentToCome--;
        skips = Math.min(skips, presentToCome);
    }

    /** Takes back a ticket that its daemon has not begun, for the next daemon that joins. */
    void giveBack(Ticket ticket) {
        prepare(ticket);
        forJoining.add(ticket);
    }

    /** Takes a ticket that no daemon which was there will take; null if there is none. */
    @Nullable
    Ticket pollSurplus() {
        return pollFirst(surplusOfPresent() > 0 ? forPresent : forJoining);
    }

    /** Takes a ticket that waits in vain, if so many daemons are still to come; null if there is none. */
    @Nullable
    Ticket pollBeyond(long toCome) {
        return surplusOfPresent() + forJoining.size() > extra + toCome ? pollSurplus() : null;
    }

    private long surplusOfPresent() {
        return forPresent.size() - (presentToCome - skips);
    }

    private static @Nullable Ticket pollFirst(Set<Ticket> tickets) {
        Iterator<Ticket> all = tickets.iterator();
        if (!all.hasNext()) {
            return null;
        }
        Ticket first = all.next();
        all.remove();
        return first;
    }

    /** Removes a waiting ticket whose task is resolved: the daemon that would take it does not run it. */
    void remove(Ticket ticket) {
        boolean wasNeeded = surplusOfPresent() <= 0;
        if (!forPresent.remove(ticket)) {
            forJoining.remove(ticket);
        } else if (wasNeeded) {
            skips++;
        }
    }

    /** Takes any ticket that still waits; null if there is none. */
    @Nullable
    Ticket pollAny() {
        Ticket present = pollFirst(forPresent);
        return present == null ? pollFirst(forJoining) : present;
    }

    @Override
    public String toString() {
        return Texts.everywhere(name);
    }
}
