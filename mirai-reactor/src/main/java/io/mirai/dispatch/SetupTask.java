package io.mirai.dispatch;

import io.mirai.spi.Body;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposables;

/**
 * A task that every daemon of a profile runs: those that are there when it comes, and each that joins later, before its other
 * tasks. It is encoded once. Only the drain loop reads or changes what is not final.
 *
 * <p>The caller waits for some results, each of which is a ticket. A daemon takes its ticket when it can run the task, so
 * however many daemons there are, no event deals with all of them:
 *
 * <pre>
 *   forPresent  ──a daemon that was there──► its ticket; none if that was stopped before
 *        │ one too many, since a daemon went before it took one
 *        ▼
 *   forJoining  ──a daemon that joins──────► a ticket; one that nobody waits for, if there is none
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

    /** How many of those take none, since the result was stopped. */
    private long skips;

    /**
     * A task that no daemon knows yet.
     *
     * @param name a later one of the same name replaces it; empty if none does
     * @param results the tickets of the results that the caller waits for
     * @param extra how many of them are of daemons that nobody has launched yet
     * @param more makes tickets for the daemons beyond those
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
        ticket.markLinedUp(this, Disposables.disposed());
    }

    /** So many daemons are there, and each is to run it. */
    void begin(long daemons) {
        presentToCome = daemons;
    }

    /** The ticket of a daemon that was there when this began; null if it is not to run it. */
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

    /** The ticket of a daemon that joins. */
    Ticket takeAsJoining() {
        Ticket waiting = pollSurplus();
        return waiting == null ? makeMore() : waiting;
    }

    private Ticket makeMore() {
        Ticket ticket = more.get();
        prepare(ticket);
        return ticket;
    }

    /** A daemon that was there has gone and has taken no ticket. */
    void leaveAsPresent() {
        presentToCome--;
        skips = Math.min(skips, presentToCome);
    }

    /** Puts a ticket back that its daemon has not begun: it is for the next that joins. */
    void giveBack(Ticket ticket) {
        prepare(ticket);
        forJoining.add(ticket);
    }

    /** A ticket that no daemon that was there will take; null if there is none. */
    @Nullable
    Ticket pollSurplus() {
        return pollFirst(surplusOfPresent() > 0 ? forPresent : forJoining);
    }

    /** A ticket that waits in vain, if so many of the daemons that are launched are still to come; null if there is none. */
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

    /** The task of a ticket that waits is resolved: the daemon whose ticket it was does not run it. */
    void remove(Ticket ticket) {
        boolean wasNeeded = surplusOfPresent() <= 0;
        if (!forPresent.remove(ticket)) {
            forJoining.remove(ticket);
        } else if (wasNeeded) {
            skips++;
        }
    }

    /** Any ticket that still waits, for a close; null if there is none. */
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
