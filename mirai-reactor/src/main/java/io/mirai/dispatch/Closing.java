package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Fleet;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Closes the fleet of a profile, and fails its unresolved tasks in batches. The fleet comes first, so that its processes end
 * whatever goes wrong with the tasks; the batches leave time for other events. Only the drain loop calls this; {@link #ended} is
 * for any thread.
 *
 * <pre>
 *   closeFleet ──► the fleet closes ────────────────────┐
 *                                                       ├──► ended
 *   add …, failAll ──► batch of tasks ──► batch … ──────┘
 * </pre>
 */
final class Closing {

    /** How many elements of a map count as one piece of a batch. */
    private static final int FEW = 16;

    private final EventLoop loop;
    private final Fleet fleet;
    private final Ends ends;
    private final Sinks.Empty<Void> ended = Sinks.empty();

    /** What is to be failed. Each fails one task of its kind, or returns false if there is none. */
    private final Deque<BooleanSupplier> kinds = new ArrayDeque<>();

    private boolean begun;
    private boolean fleetClosed;
    private boolean allFailed;

    /** Fails the elements of the map that is first in a queue; null if none is. */
    private Reservation.@Nullable Failing head;

    private int nextSlot;
    private Deque<Ticket> seated = new ArrayDeque<>();

    Closing(EventLoop loop, Fleet fleet, Ends ends) {
        this.loop = loop;
        this.fleet = fleet;
        this.ends = ends;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Completes in the loop, when every task is resolved and nothing of the fleet is left. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    /** Closes the fleet. If a step between this and {@link #failAll} fails, the processes end all the same. */
    void closeFleet() {
        Runnable closed = () -> {
            fleetClosed = true;
            tellIfEnded();
        };
        try {
            fleet.close()
                    .subscribe(
                            nothing -> {},
                            error -> {
                                loop.report(error);
                                loop.post(closed);
                            },
                            () -> loop.post(closed));
        } catch (Throwable e) { // the profile ends all the same: somebody waits for that
            loop.report(e);
            loop.post(closed);
        }
    }

    // ---- What is to be failed ----

    /** Adds the tasks of all slots: those that have a seat, and those that wait for one. */
    void add(Roster roster) {
        kinds.add(() -> failNextOf(roster));
    }

    /** Adds the callers that wait at the gate. */
    void add(Admission admission) {
        kinds.add(admission::closeNext);
    }

    /** Adds the tasks of a queue. */
    void add(TaskQueue queue) {
        kinds.add(() -> failFirst(queue));
    }

    /** Adds the results of a setup task that wait for daemons to join. */
    void add(SetupTask setup) {
        kinds.add(() -> fail(setup.pollAny(), Started.NO, -1));
    }

    /** Adds tasks that are announced. */
    void addComing(Collection<Ticket> coming) {
        kinds.add(() -> fail(pollFirst(coming), Started.NO, -1));
    }

    /** Adds tasks that have ended on their daemons, and whose values are still on their way. */
    void addArriving(Collection<Ticket> arriving) {
        kinds.add(() -> {
            Ticket next = pollFirst(arriving);
            return fail(next, Started.YES, next == null ? -1 : next.daemon);
        });
    }

    /** Fails all that was added. */
    void failAll() {
        begun = true;
        loop.doInBatches(this::failNext);
    }

    private boolean failNext() {
        BooleanSupplier kind = kinds.peek();
        if (kind == null) {
            allFailed = true;
            tellIfEnded();
            return false;
        }
        if (!kind.getAsBoolean()) { // if this throws, the task has left its queue already
            kinds.remove();
        }
        return true;
    }

    private boolean failNextOf(Roster roster) {
        Ticket next = seated.poll();
        if (next != null) {
            failSeated(next);
            return true;
        }
        if (nextSlot == roster.slots().size()) {
            return false;
        }
        Slot slot = roster.slots().get(nextSlot++);
        SlotLink link = slot.link();
        if (link != null) {
            kinds.add(() -> addMissed(link.lane));
        }
        seated = new ArrayDeque<>(roster.empty(slot));
        add(slot.pinned);
        add(slot.takePlaced());
        return true;
    }

    /** Fails a task that had a seat, unless its ending has come meanwhile. */
    private void failSeated(Ticket ticket) {
        if (ticket.state() instanceof Ticket.Sent sent) {
            sent.link.giveBack(sent, false);
            ends.failByClose(ticket, Started.UNKNOWN, ticket.daemon);
        }
    }

    /** Adds a setup task that came while the daemon was there, and that it has not run. */
    private boolean addMissed(SetupLane lane) {
        SetupTask missed = lane.pollMissed();
        if (missed != null) {
            add(missed);
        }
        return missed != null;
    }

    private boolean failFirst(TaskQueue queue) {
        QueueEntry first = queue.head();
        if (first instanceof Ticket ticket) {
            ticket.leaveQueue();
            ends.failByClose(ticket, Started.NO, -1);
        } else if (first instanceof Reservation places) {
            if (head == null) {
                head = places.rest.failing(ends.endByClose());
            }
            if (head.failSome(FEW) < 0) {
                head = null;
                queue.reduce(places, places.tasks());
            }
        }
        return first != null;
    }

    private boolean fail(@Nullable Ticket ticket, Started begun, int daemon) {
        if (ticket != null) {
            ends.failByClose(ticket, begun, daemon);
        }
        return ticket != null;
    }

    private static @Nullable Ticket pollFirst(Collection<Ticket> all) {
        Iterator<Ticket> rest = all.iterator();
        if (!rest.hasNext()) {
            return null;
        }
        Ticket first = rest.next();
        rest.remove();
        return first;
    }

    private void tellIfEnded() {
        if (fleetClosed && allFailed) {
            // The timer ends last, since the events before may need it. Its thread may be the one that runs this.
            loop.stop();
            ended.tryEmitEmpty();
        }
    }
}
