package io.mirai.dispatch;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiReset.Started;
import io.mirai.spi.Body;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Puts tasks into the queue: new ones, elements of maps for which places are kept, and those that return. Only the drain loop
 * calls it.
 */
final class Intake {

    private final EventLoop loop;
    private final Matcher matcher;
    private final Roster roster;
    private final Timekeeper time;
    private final Setups setups;
    private final Ends ends;
    private final Admission admission;

    /** Tasks that are announced, and whose bodies are being made. */
    private final Set<Ticket> coming = new LinkedHashSet<>();

    private boolean closed;

    Intake(
            EventLoop loop,
            Matcher matcher,
            Roster roster,
            Timekeeper time,
            Setups setups,
            Ends ends,
            Admission admission) {
        this.loop = loop;
        this.matcher = matcher;
        this.roster = roster;
        this.time = time;
        this.setups = setups;
        this.ends = ends;
        this.admission = admission;
    }

    /** Fails all tasks that come from now on. */
    void close() {
        closed = true;
    }

    // ---- Tasks ----

    /** Queues a task, whose body is there. */
    void submit(Ticket ticket, Body body) {
        coming.remove(ticket);
        if (ticket.isEnded()) {
            admission.release(ticket);
            return;
        }
        if (closed) {
            ends.failByClose(ticket, Started.NO, -1);
            return;
        }
        ticket.setBody(body);
        admission.charge(ticket);
        Reservation places = ticket.reservation();
        if (places == null) {
            time.limit(ticket);
            queue(ticket);
        } else {
            places.know(ticket); // first: the last place given up with no task known would end the time limit
            ticket.markQueued(matcher.queue, places);
            time.checkLate(ticket, places);
        }
        roster.begin();
        matcher.match();
    }

    private void queue(Ticket ticket) {
        Slot slot = ticket.isPinned() ? roster.slots().get(ticket.pinnedTo()) : null;
        if (slot == null) {
            ticket.markQueued(matcher.queue, time.limitWait(ticket));
        } else if (slot.expectsNobody()) {
            admission.release(ticket);
            ends.failAsLeft(ticket, slot);
        } else {
            ticket.markQueued(slot.pinned, time.limitWait(ticket));
            matcher.offer(slot);
        }
    }

    /** Knows a task that is still to come by {@link #submit}, and may be resolved before. */
    void announce(Ticket ticket) {
        if (!ticket.isFresh()) {
            return;
        }
        if (closed) {
            ends.failByClose(ticket, Started.NO, -1);
            return;
        }
        coming.add(ticket);
        Reservation places = ticket.reservation();
        if (places != null) {
            places.know(ticket);
            time.checkLate(ticket, places);
        }
    }

    /** Forgets a task that was resolved before it came. */
    void forget(Ticket ticket) {
        coming.remove(ticket);
        ticket.markEnded();
        Reservation places = ticket.reservation();
        if (places != null) {
            giveUpPlaces(places, 1);
        }
    }

    /** Returns the tasks that are announced. */
    Collection<Ticket> coming() {
        return coming;
    }

    /** Puts a task that never started, or is tried again, back at its old place, unless it is resolved. */
    void takeBack(Ticket ticket, Slot slot) {
        if (ticket.resolver.isResolved()) {
            ticket.markEnded();
            admission.release(ticket);
        } else if (closed) {
            ends.failByClose(ticket, Started.NO, -1);
        } else if (ticket.setup == null) {
            if (ticket.attempts() == 0) {
                ticket.resolver.onReturned();
            }
            admission.charge(ticket);
            if (ticket.isAhead()) {
                ticket.markRecalled(matcher.queue);
                time.checkWait(ticket);
            } else {
                queue(ticket);
            }
        } else if (!setups.has(ticket.setup) || slot.expectsNobody()) {
            ends.failSetupAsLeft(ticket, slot);
        } else {
            ticket.setup.giveBack(ticket);
        }
    }

    // ---- Maps ----

    /** Keeps places in the queue for tasks that are not encoded yet. */
    void reserve(Reservation places) {
        if (closed) {
            failPlaces(places, ends.endByClose());
        } else if (places.tasks() > 0) { // otherwise all were stopped before they were here
            places.isQueued = true;
            matcher.queue.add(places);
            time.limit(places);
            roster.begin();
            matcher.match();
        }
    }

    /** Gives up the places of so many tasks that come no more. */
    void giveUpPlaces(Reservation places, long tasks) {
        if (!closed) {
            if (places.isQueued) {
                matcher.queue.reduce(places, tasks);
            } else {
                places.reduce(tasks);
            }
            matcher.match();
        }
    }

    /** Fails the tasks that places are kept for and that have no ticket, a batch in an event, since a map may have a million. */
    void failPlaces(Reservation places, TaskEnd end) {
        failSome(places, places.rest.failing(end));
    }

    private void failSome(Reservation places, Reservation.Failing failing) {
        int failed = failing.failSome(EventLoop.BATCH);
        if (failed >= 0) {
            giveUpPlaces(places, failed);
            loop.post(() -> failSome(places, failing));
        }
    }

    // ---- Everywhere ----

    /** Hands a setup task to each daemon that takes tasks now, before its next task, and to each that joins, before its first. */
    void everywhere(SetupTask task) {
        if (closed) {
            loop.doInBatches(() -> failNext(task));
            return;
        }
        SetupTask replaced = setups.add(task);
        if (replaced != null) {
            cancelWaiting(replaced, Texts.replacedEverywhere(replaced.name));
        }
        limitResults(task);
        loop.doInBatches(() -> failNextOfNobody(task));
        // A busy daemon takes it when a thread is free; what is ahead there is recalled.
        loop.forEach(roster.slots(), matcher::offer);
        if (!task.results.isEmpty()) {
            roster.begin();
        }
    }

    private boolean failNext(SetupTask task) {
        Ticket ticket = task.pollAny();
        if (ticket != null) {
            ends.failByClose(ticket, Started.NO, -1);
        }
        return ticket != null;
    }

    /** A daemon that was counted when the results were made may have gone since. */
    private boolean failNextOfNobody(SetupTask task) {
        Ticket ticket = task.pollBeyond(roster.toCome());
        if (ticket != null) {
            ends.failSetupOfNobody(ticket);
        }
        return ticket != null;
    }

    private void limitResults(SetupTask task) {
        int[] next = {0};
        loop.doInBatches(() -> {
            if (next[0] < task.results.size()) {
                limitResult(task.results.get(next[0]), task);
                next[0]++;
            }
            return next[0] < task.results.size();
        });
    }

    private void limitResult(Ticket ticket, SetupTask task) {
        if (!ticket.isEnded() && !ticket.resolver.isResolved()) {
            time.limit(ticket);
            if (ticket.state() instanceof Ticket.LinedUp) {
                ticket.markLinedUp(task, time.limitWait(ticket));
            }
        }
    }

    /** Fails the results of a setup task that wait for daemons to join, since none of those runs it any more. */
    void cancelWaiting(SetupTask ended, String why) {
        loop.doInBatches(() -> {
            Ticket ticket = ended.pollSurplus();
            if (ticket != null) {
                ends.fail(ticket, () -> new MiraiCanceled(Texts.noMoreDaemons(ticket, why)));
            }
            return ticket != null;
        });
    }

    /** Fails the results of setup tasks for which fewer daemons are to come now, since a slot has given up. */
    void expectNoMore(Slot slot) {
        for (SetupTask task : setups.forJoining()) {
            long toCome = roster.toCome();
            loop.doInBatches(() -> {
                Ticket ticket = task.pollBeyond(toCome);
                if (ticket != null) {
                    ends.failSetupAsLeft(ticket, slot);
                }
                return ticket != null;
            });
        }
    }
}
