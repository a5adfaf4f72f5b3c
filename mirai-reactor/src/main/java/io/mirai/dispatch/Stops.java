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
 *   <tr><td>Fresh</td><td>it is forgotten, and its place given up</td></tr>
 *   <tr><td>Queued, LinedUp</td><td>it leaves the queue</td></tr>
 *   <tr><td>Sent</td><td>its daemon is told, and has {@code GRACE} to end it; then the daemon leaves, what is ahead there is
 *       recalled, and the daemon is killed when only such tasks run</td></tr>
 *   <tr><td>Arriving, Ended</td><td>it is not tried again: its value was on the way, or is here</td></tr>
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
    private final SendAhead sendAhead;

    /** The tasks that have ended on their daemons, and whose values are still on their way or being read. */
    private final Set<Ticket> arriving = new LinkedHashSet<>();

    private boolean closed;

    Stops(
            EventLoop loop,
            Intake intake,
            Matcher matcher,
            Setups setups,
            Roster roster,
            Ends ends,
            Admission admission,
            SendAhead sendAhead) {
        this.loop = loop;
        this.intake = intake;
        this.matcher = matcher;
        this.setups = setups;
        this.roster = roster;
        this.ends = ends;
        this.admission = admission;
        this.sendAhead = sendAhead;
    }

    /** Gives stopped tasks no grace any more, since the daemons end anyway. */
    void close() {
        closed = true;
    }

    /** Knows a task that has ended on its daemon until its value is here. */
    void awaitValue(Ticket ticket) {
        if (!ticket.resolver.isResolved()) { // or its release is the next event
            arriving.add(ticket);
        }
    }

    /** Forgets a task that is tried again, since its value was lost. */
    void awaitValueNoMore(Ticket ticket) {
        arriving.remove(ticket);
    }

    /** Returns the tasks whose values are on their way. */
    Collection<Ticket> arriving() {
        return arriving;
    }

    /** Stops the work of a task that is resolved. */
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
            ticket.markEnded();
            endHeld(ticket);
        }
    }

    /** Drops a task that is resolved, if it has not begun on its daemon; if it has, it goes on. */
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

    /** Lets the daemon leave that was told to stop a task and has not. */
    private void giveUpWaiting(Ticket ticket, Ticket.Sent sent) {
        if (ticket.isIn(sent)) {
            setups.refuseIfFailed(ticket, sent.link);
            sent.link.markOverdue(sent);
            sendAhead.recall(sent.link);
        }
    }

    /** Ends a setup task that failed as its daemon joined, and whose failure is known now. */
    private void endHeld(Ticket ticket) {
        SlotLink link = ticket.admits && ticket.daemon >= 0
                ? roster.slots().get(ticket.daemon).link()
                : null;
        if (link != null && setups.endHeld(ticket, link)) {
            matcher.offer(link.slot);
            matcher.match();
        }
    }

    /** Ends a task whose state is unknown, since an event about it has failed half-way. */
    void breakOff(Ticket ticket, Throwable failure) {
        ticket.resolver.tryFail(ends.broken(ticket, failure));
        release(ticket);
    }
}
