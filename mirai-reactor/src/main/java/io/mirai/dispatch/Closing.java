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
 * Closes a profile: the fleet first, so that nothing that goes wrong with the tasks keeps its processes alive, and then
 * fails what is unresolved, some of it in each event, so that a close of a million tasks holds up nobody. Only the drain loop
 * calls it; {@link #ended} is for any thread.
 *
 * <pre>
 *                ┌──► the fleet closes ───────────────┐
 *   begin ───────┤                                    ├──► ended
 *                └──► batch of tasks ──► batch … ─────┘
 * </pre>
 */
final class Closing {

    /** How many elements of a map are failed at once, where tasks are failed one by one. */
    private static final int FEW = 16;

    private final EventLoop loop;
    private final Fleet fleet;
    private final Counts counts;
    private final Ends ends;
    private final Sinks.Empty<Void> ended = Sinks.empty();

    /** Each fails one task of its kind, or says that there is none. */
    private final Deque<BooleanSupplier> kinds = new ArrayDeque<>();

    private boolean begun;
    private boolean fleetClosed;
    private boolean allFailed;

    /** What fails the elements of the map that is first in a queue. */
    private Reservation.@Nullable Failing head;

    private int nextSlot;
    private Deque<Ticket> seated = new ArrayDeque<>();

    Closing(EventLoop loop, Fleet fleet, Counts counts, Ends ends) {
        this.loop = loop;
        this.fleet = fleet;
        this.counts = counts;
        this.ends = ends;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Completes when every task is resolved and nothing of the fleet is left; in the loop. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    /** Closes the fleet. If what comes between this and {@link #failAll} fails, the processes end all the same. */
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
        } catch (Throwable e) { // somebody waits for the end, whatever it leaves
            loop.report(e);
            loop.post(closed);
        }
    }

    // ---- What is to be failed ----

    /** Adds all slots: what has a seat there, and what waits there. */
    void add(Roster roster) {
        kinds.add(() -> failNextOf(roster));
    }

    /** Adds those who wait at the gate. */
    void add(Admission admission) {
        kinds.add(admission::closeNext);
    }

    /** Adds a queue. */
    void add(TaskQueue queue) {
        kinds.add(() -> failFirst(queue));
    }

    /** Adds what waits for daemons that are to join. */
    void add(SetupTask setup) {
        kinds.add(() -> fail(setup.pollAny(), Started.NO, -1));
    }

    /** Adds tasks that are announced. */
    void addComing(Collection<Ticket> coming) {
        kinds.add(() -> fail(pollFirst(coming), Started.NO, -1));
    }

    /** Adds what has ended on its daemon, and whose value is still on its way. */
    void addArriving(Collection<Ticket> arriving) {
        kinds.add(() -> {
            Ticket next = pollFirst(arriving);
            return fail(next, Started.YES, next == null ? -1 : next.daemon);
        });
    }

    /** Fails all that was added, and tells when that and the fleet's end are done. */
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
        if (!kind.getAsBoolean()) { // one that fails is out of its place already
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

    /** Its ending may have come meanwhile. */
    private void failSeated(Ticket ticket) {
        if (ticket.isSent()) {
            counts.addExecuting(-1);
            ends.failByClose(ticket, Started.UNKNOWN, ticket.daemon);
        }
    }

    /** Those that came while its daemon was there, and that it has not run. */
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
            // The timer ends after all that it may be asked for; its thread may be the one that runs this.
            loop.stop();
            ended.tryEmitEmpty();
        }
    }
}
