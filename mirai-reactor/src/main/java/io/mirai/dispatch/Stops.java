package io.mirai.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Stops the work of tasks that are resolved, wherever they are. Only the drain loop calls it.
 *
 * <table>
 *   <caption>What a resolved task leaves</caption>
 *   <tr><th>it is</th><th>then</th></tr>
 *   <tr><td>Fresh</td><td>it comes no more</td></tr>
 *   <tr><td>Queued, LinedUp</td><td>it leaves the queue</td></tr>
 *   <tr><td>Sent</td><td>its daemon is told, and has {@code GRACE} to end it; then it costs the process</td></tr>
 *   <tr><td>Ended</td><td>nothing: its value was still on the way, or is here</td></tr>
 * </table>
 */
final class Stops {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Intake intake;
    private final Matcher matcher;
    private final Setups setups;
    private final Roster roster;
    private final Ends ends;
    private final Admission admission;

    /** Tasks that have ended on their daemon, but whose value is still on its way or being read. */
    private final Set<Ticket> arriving = new LinkedHashSet<>();

    private boolean closed;

    Stops(
            EventLoop loop,
            Intake intake,
            Matcher matcher,
            Setups setups,
            Roster roster,
            Ends ends,
            Admission admission) {
        this.loop = loop;
        this.intake = intake;
        this.matcher = matcher;
        this.setups = setups;
        this.roster = roster;
        this.ends = ends;
        this.admission = admission;
    }

    /** The daemons end anyway: nothing is waited for. */
    void close() {
        closed = true;
    }

    /** A task has ended on its daemon, and its value is on its way: until that is here, it is to be known. */
    void awaitValue(Ticket ticket) {
        if (!ticket.resolver.isResolved()) { // or its release is the next event
            arriving.add(ticket);
        }
    }

    /** Tasks whose value is on its way. */
    Collection<Ticket> arriving() {
        return arriving;
    }

    /** A task is resolved, and its work is not wanted any more. */
    void release(Ticket ticket) {
        ticket.markSettled();
        Ticket.State state = ticket.state();
        if (state instanceof Ticket.Sent sent) {
            stop(ticket, sent);
        } else if (state instanceof Ticket.Queued) {
            ticket.leaveQueue();
            ticket.markEnded();
            admission.release(ticket);
            matcher.match();
        } else if (state instanceof Ticket.LinedUp linedUp) {
            linedUp.setup().remove(ticket);
            ticket.markEnded();
        } else if (ticket.isFresh()) {
            intake.forget(ticket);
        } else {
            arriving.remove(ticket);
            endHeld(ticket);
        }
    }

    /** A task is resolved: if it has not begun on its daemon, it never does; if it has, it goes on. */
    void abandon(Ticket ticket) {
        if (ticket.state() instanceof Ticket.Sent sent) {
            ticket.markSettled();
            sent.link.link.stop(ticket.id(), false);
        } else {
            release(ticket);
        }
    }

    private void stop(Ticket ticket, Ticket.Sent sent) {
        sent.grace.dispose();
        if (!closed) {
            sent.grace = loop.after(GRACE, () -> giveUpWaiting(ticket, sent)); // first: the stop may fail
        }
        sent.link.link.stop(ticket.id(), true);
    }

    /** The daemon was told to stop the task and has not: it costs the process. */
    private void giveUpWaiting(Ticket ticket, Ticket.Sent sent) {
        if (ticket.isIn(sent)) {
            setups.refuseIfFailed(ticket, sent.link);
            sent.link.markOverdue(sent);
        }
    }

    /** A setup task that failed as its daemon joined: what it failed with is known now. */
    private void endHeld(Ticket ticket) {
        SlotLink link = ticket.admits && ticket.daemon >= 0
                ? roster.slots().get(ticket.daemon).link()
                : null;
        if (link != null && setups.endHeld(ticket, link)) {
            matcher.offer(link.slot);
            matcher.match();
        }
    }

    /** An event about this task has failed half-way, so nobody knows what is left of it. */
    void breakOff(Ticket ticket, Throwable failure) {
        ticket.resolver.tryFail(ends.broken(ticket, failure));
        release(ticket);
    }
}
