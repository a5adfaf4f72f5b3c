package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Reply;
import io.mirai.spi.SharedFunction;

/** Handles tasks that have ended on their daemons. Only the drain loop calls it. */
final class Replies {

    private final EventLoop loop;
    private final Policy policy;
    private final Roster roster;
    private final Counts counts;
    private final Matcher matcher;
    private final Intake intake;
    private final Setups setups;
    private final Stops stops;
    private final Admission admission;

    Replies(
            EventLoop loop,
            Policy policy,
            Roster roster,
            Counts counts,
            Matcher matcher,
            Intake intake,
            Setups setups,
            Stops stops,
            Admission admission) {
        this.loop = loop;
        this.policy = policy;
        this.roster = roster;
        this.counts = counts;
        this.matcher = matcher;
        this.intake = intake;
        this.setups = setups;
        this.stops = stops;
        this.admission = admission;
    }

    /**
     * Gives back the seat of a task that has ended on its daemon, sends the next, and hands the reply on. A link that was lost
     * before has no replies.
     */
    void reply(Ticket ticket, Ticket.Sent sent, Reply reply) {
        if (!ticket.isIn(sent)) {
            return;
        }
        sent.answered = true;
        Slot slot = sent.link.slot;
        boolean hasRun = reply.kind() != Reply.Kind.NOT_STARTED;
        boolean isSetup = ticket.setup != null;
        // One that is resolved already waits for no value, and nobody would end it any more.
        boolean staysForItsValue = reply.kind() == Reply.Kind.VALUE
                && LinkLoss.mayTryAgain(ticket, policy)
                && !ticket.resolver.isResolved();
        Ticket next = sent.link.giveBack(sent, hasRun && !isSetup);
        if (hasRun) {
            markFetched(ticket, sent.link);
            count(ticket, slot);
        }
        if (isSetup) {
            endSetup(ticket, sent.link, reply.kind());
        } else if (hasRun) {
            sent.link.window.note(reply.micros());
        }
        if (staysForItsValue) {
            ticket.markArriving();
        } else if (hasRun) {
            ticket.markEnded();
        } else {
            ticket.markNotBegun();
            intake.takeBack(ticket, slot);
        }
        matchAgain(slot);
        if (next != null) {
            admission.release(next);
        }
        if (hasRun) {
            handOn(ticket, sent, reply);
        }
    }

    /** Hands on the reply of a task whose link has ended, and its seat with that: it was kept where the daemon leaves its traces. */
    void replyKept(Ticket ticket, Ticket.Sent sent, Reply reply) {
        sent.answered = true;
        sent.link.markFinished(sent);
        count(ticket, sent.link.slot);
        ticket.markEnded();
        handOn(ticket, sent, reply);
    }

    private void count(Ticket ticket, Slot slot) {
        ticket.countAttempt(Started.YES);
        slot.countComplete(ticket.setup != null);
        counts.addCompleted(1);
    }

    private void handOn(Ticket ticket, Ticket.Sent sent, Reply reply) {
        admission.release(ticket); // if its answer has overtaken another's, it was still ahead
        if (ticket.resolver.onReply(reply, sent.link.link)) {
            stops.release(ticket);
        } else {
            stops.awaitValue(ticket);
        }
    }

    /** Once a task is resolved its function may be forgotten already. */
    private static void markFetched(Ticket ticket, SlotLink link) {
        SharedFunction function = ticket.work.function();
        if (function != null && !ticket.resolver.isResolved()) {
            link.markFetched(function);
        }
    }

    /**
     * Tries a task again whose value was lost with its link, if it may be; fails it otherwise.
     *
     * @param end the failure
     */
    void valueLost(Ticket ticket, TaskEnd end) {
        if (ticket.isArriving() && !ticket.resolver.isResolved()) {
            stops.awaitValueNoMore(ticket);
            intake.takeBack(ticket, roster.slots().get(ticket.daemon));
            matcher.match();
        } else if (ticket.isEnded() && ticket.resolver.tryFail(end)) {
            stops.release(ticket);
        }
    }

    private void endSetup(Ticket ticket, SlotLink link, Reply.Kind kind) {
        SetupTask task = ticket.setup;
        if (task != null && setups.end(ticket, task, kind, link)) {
            intake.cancelWaiting(task, Texts.failedEverywhere(link.slot.index));
        }
    }

    /** Offers the seat to the next task. If that fails, the task that has ended goes on all the same. */
    private void matchAgain(Slot slot) {
        try {
            matcher.offer(slot);
            matcher.match();
        } catch (Throwable e) {
            loop.report(e);
            loop.post(() -> {
                matcher.offer(slot);
                matcher.match();
            });
        }
    }
}
