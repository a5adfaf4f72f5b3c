package io.mirai.dispatch;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiException;
import io.mirai.spi.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The setup tasks of one profile, and what becomes of a daemon on which one fails. Only the drain loop changes it; any thread may
 * ask whether it is full.
 *
 * <pre>
 *   for daemons that join:       setup 1, setup 3, setup 4        at most {@value #MAX}, equal names replaced
 *   for daemons that are there:  … setup 2 ► setup 3 ► setup 4    each {@link SetupLane} goes along this chain at its own pace
 * </pre>
 *
 * <table>
 *   <caption>When a setup task has ended on a daemon</caption>
 *   <tr><th>the daemon</th><th>the task brought a value</th><th>the task failed</th></tr>
 *   <tr><td>was there</td><td>its other tasks may come</td><td>they may, and daemons that join do not run this task any more</td></tr>
 *   <tr><td>joins</td><td>its other tasks may come</td><td>the daemon may not stay, unless somebody stopped the task there</td></tr>
 * </table>
 */
final class Setups {

    /** The bound on setup tasks: each costs every daemon that joins its time, and the host its bytes. */
    private static final int MAX = 100;

    /** A link of the chain; it is garbage as soon as every lane is past it. */
    static final class Node {

        final @Nullable SetupTask task;

        @Nullable
        Node next;

        Node(@Nullable SetupTask task) {
            this.task = task;
        }
    }

    private final String profile;
    private volatile List<SetupTask> forJoining = List.of();
    private Node newest = new Node(null);
    private volatile int openLanes; // written by the drain loop alone

    Setups(String profile) {
        this.profile = profile;
    }

    // ---- What there is to run ----

    List<SetupTask> forJoining() {
        return forJoining;
    }

    Node newest() {
        return newest;
    }

    /** Opens the lane of a daemon that joins now. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    SetupLane laneOfJoining() {
        openLanes++;
        return new SetupLane(this);
    }

    /** Returns how many daemons take tasks. */
    int openLanes() {
        return openLanes;
    }

    /** Counts a lane less, since its daemon gets no more tasks. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void closeLane() {
        openLanes--;
    }

    boolean has(SetupTask task) {
        return forJoining.contains(task);
    }

    /**
     * Refuses a setup task that would be one too many, unless it replaces another.
     *
     * @throws IllegalStateException if it would
     */
    void checkRoom(String name) {
        if (forJoining.size() >= MAX && find(name) == null) {
            throw new IllegalStateException(Texts.tooManyEverywheres(profile, MAX));
        }
    }

    private @Nullable SetupTask find(String name) {
        return name.isEmpty()
                ? null
                : forJoining.stream()
                        .filter(one -> one.name.equals(name))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * Adds a setup task, as the last, for each daemon that takes tasks now or joins later.
     *
     * @return the one of the same name, which it replaces; null if there is none
     */
    @Nullable
    SetupTask add(SetupTask fresh) {
        SetupTask replaced = find(fresh.name);
        forJoining = Stream.concat(forJoining.stream().filter(one -> one != replaced), Stream.of(fresh))
                .toList();
        fresh.begin(openLanes);
        Node node = new Node(fresh);
        newest.next = node;
        newest = node;
        return replaced;
    }

    /** Removes a setup task: daemons that join from now on do not run it. */
    void remove(SetupTask one) {
        forJoining = forJoining.stream().filter(other -> other != one).toList();
    }

    // ---- What becomes of the daemon ----

    /**
     * Ends a setup task on its daemon.
     *
     * @return whether daemons that join no longer run it, because it failed on one that was there
     */
    boolean end(Ticket ticket, SetupTask task, Reply.Kind kind, SlotLink link) {
        if (!ticket.admits) {
            link.lane.end(ticket);
            if (kind == Reply.Kind.ERROR) {
                remove(task);
                return true;
            }
        } else if (kind == Reply.Kind.VALUE) {
            link.lane.end(ticket);
        } else if (ticket.resolver.isResolved()) {
            endHeld(ticket, link);
        }
        return false;
    }

    /**
     * Ends a setup task that has failed on a daemon as it joined, and whose failure is known now.
     *
     * @return whether it held the lane
     */
    boolean endHeld(Ticket ticket, SlotLink link) {
        boolean held = link.lane.isHeldBy(ticket);
        if (held) {
            link.lane.end(ticket);
            refuseIfFailed(ticket, link);
        }
        return held;
    }

    /** Drops a setup task that was resolved before it was sent, so that the others may come. */
    void drop(Ticket ticket, SlotLink link) {
        if (ticket.setup != null) {
            link.lane.end(ticket);
            refuseIfFailed(ticket, link);
        }
    }

    /** Refuses a daemon on which a setup task has failed as it joined, unless somebody has stopped the task there. */
    void refuseIfFailed(Ticket ticket, SlotLink link) {
        if (!ticket.admits) {
            return;
        }
        MiraiException why = ticket.resolver.failure();
        if (why != null && !(why instanceof MiraiCanceled)) {
            refuse(ticket, link, String.valueOf(why.getMessage()));
        }
    }

    /** Refuses a daemon because of what happened at this setup task. */
    void refuse(Ticket ticket, SlotLink link, String why) {
        String message = Texts.refusedAtSetup(profile, link.slot.index, ticket, why);
        Faults.error(() -> message, null);
        link.markRefused(message);
    }
}
