package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import io.mirai.spi.LinkEnd;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Handles daemons that dial in, leave, and are lost. Only the drain loop calls it. */
final class Links {

    private final EventLoop loop;
    private final Policy policy;
    private final Roster roster;
    private final Matcher matcher;
    private final Intake intake;
    private final Setups setups;
    private final Ends ends;
    private final Stops stops;
    private final Admission admission;
    private final SendAhead sendAhead;
    private final Replies replies;

    private boolean closed;

    Links(
            EventLoop loop,
            Policy policy,
            Roster roster,
            Matcher matcher,
            Intake intake,
            Setups setups,
            Ends ends,
            Stops stops,
            Admission admission,
            SendAhead sendAhead,
            Replies replies) {
        this.loop = loop;
        this.policy = policy;
        this.roster = roster;
        this.matcher = matcher;
        this.intake = intake;
        this.setups = setups;
        this.ends = ends;
        this.stops = stops;
        this.admission = admission;
        this.sendAhead = sendAhead;
        this.replies = replies;
    }

    /** Fails tasks that are lost from now on because of the close. */
    void close() {
        closed = true;
    }

    /**
     * Takes the link of a daemon that has dialled in, and sends its setup tasks first. If this fails half-way, its second run
     * kills the link.
     */
    void link(Link link) {
        Slot slot = roster.tryTake(link);
        if (slot != null) {
            if (slot.isCalledOff()) {
                drain(slot);
            }
            matcher.offer(slot);
            matcher.match();
        }
    }

    /** Sends a daemon no more tasks, since it says that it leaves. */
    void draining(Link link, Departure reason) {
        SlotLink leaving = linkOf(link);
        if (leaving != null) {
            leave(leaving, reason);
        }
    }

    private void leave(SlotLink leaving, Departure reason) {
        leaving.markDraining(reason);
        leaving.slot.markLeaving(Texts.leaves(reason));
        sendAhead.recall(leaving);
        leavePlaced(leaving.slot);
    }

    /**
     * Sends a daemon no more tasks, and asks it to leave. No other daemon takes the slot; where none is, none comes.
     *
     * @return completes when no daemon is there
     */
    Mono<Void> drain(Slot slot) {
        SlotLink link = slot.link();
        if (link != null) {
            leave(link, Departure.DRAINED);
            link.link.drain(); // after the recall: what the daemon has then runs to its end
        } else {
            roster.callOff(slot);
        }
        return slot.vacated();
    }

    /** Lets the daemon of a slot forget a function that no task will apply any more. */
    void forget(Slot slot, SharedFunction function) {
        SlotLink link = slot.link();
        if (link != null) {
            link.forget(function);
        }
    }

    /** Takes a slot away from its daemon. */
    void regenerate(int slot) {
        roster.regenerate(roster.slots().get(slot));
    }

    /** Ends the tasks of a link that has ended by the replies that are left, or puts them back into the queue, or fails them; launches the next daemon. */
    void linkEnd(Link link, LinkEnd end) {
        SlotLink ended = linkOf(link);
        if (ended == null) {
            return;
        }
        Slot slot = ended.slot;
        boolean isReplaced = link.isReplaced() && !ended.isAskedToLeave();
        List<Ticket> lost = roster.empty(slot);
        ended.seats.clear();
        if (!isReplaced) {
            roster.leaveVacant(slot, ended, end);
            intake.expectNoMore(slot);
        }
        boolean isBlamed = false;
        for (Ticket ticket : lost) {
            try {
                isBlamed |= lose(ticket, ended, end);
            } catch (Throwable e) { // the other tasks go on
                breakOff(ticket, e);
            }
        }
        try {
            leaveOwn(slot);
            leaveSetups(ended, slot);
        } finally {
            if (isReplaced) {
                roster.replace(slot, ended, end, isBlamed);
            }
        }
        matcher.match();
    }

    /** Ends a task by its reply if that was kept, puts it back, or fails it; returns whether it may have ended the daemon. */
    private boolean lose(Ticket ticket, SlotLink ended, LinkEnd end) {
        Slot slot = ended.slot;
        if (closed) {
            ends.failByClose(ticket, Started.UNKNOWN, slot.index);
            return false;
        }
        Ticket.Sent sent = (Ticket.Sent) ticket.state();
        Reply kept = ticket.setup != null ? null : end.traces().reply(sent.seat, sent.sequence);
        if (kept != null) {
            replies.replyKept(ticket, sent, kept);
            return false;
        }
        Started begun = end.traces().started(sent.seat, sent.sequence);
        LinkLoss loss = LinkLoss.of(ticket, begun, ended.isTaken(), policy);
        if (begun != Started.NO) {
            ticket.countAttempt(begun);
            if (ticket.admits) {
                setups.refuse(ticket, ended, Texts.daemonEnded(slot.index, end));
            }
        } else {
            ticket.markNotBegun();
        }
        if (loss.returns()) {
            intake.takeBack(ticket, slot);
        } else {
            ends.failByLoss(ticket, slot.index, begun, ended.isTaken(), end);
            admission.release(ticket);
        }
        return loss.blamed();
    }

    /** Puts the tasks back that were given to this slot in turn. */
    private void leavePlaced(Slot slot) {
        if (policy.inTurn() && !closed) {
            matcher.takeBack(slot.takePlaced());
        }
    }

    /** Lets nothing wait for a daemon in this slot, where none comes any more. */
    void expectNoMore(Slot slot) {
        leaveOwn(slot);
        intake.expectNoMore(slot);
        matcher.match();
    }

    /** Puts the tasks back that were given to this slot in turn, and fails its own if no other daemon comes. */
    private void leaveOwn(Slot slot) {
        leavePlaced(slot);
        loop.doInBatches(() -> failNextOfVacant(slot));
    }

    private boolean failNextOfVacant(Slot slot) {
        Ticket next = slot.expectsNobody() ? slot.pinned.peek() : null;
        if (next != null) {
            next.leaveQueue();
            ends.failAsLeft(next, slot);
            admission.release(next);
        }
        return next != null;
    }

    private void leaveSetups(SlotLink ended, Slot slot) {
        loop.doInBatches(() -> {
            SetupTask missed = ended.lane.pollMissed();
            if (missed != null) {
                missed.leaveAsPresent();
                Ticket surplus = setups.has(missed) && !slot.expectsNobody() ? null : missed.pollSurplus();
                if (surplus != null) {
                    ends.failSetupAsLeft(surplus, slot);
                }
            }
            return missed != null;
        });
    }

    private void breakOff(Ticket ticket, Throwable failure) {
        stops.breakOff(ticket, failure);
        loop.report(failure);
    }

    /** Returns the link as its slot has it; null if it has ended, or was refused. */
    private @Nullable SlotLink linkOf(Link link) {
        int slot = link.slot();
        return slot < 0 || slot >= roster.slots().size()
                ? null
                : roster.slots().get(slot).linkedBy(link);
    }
}
