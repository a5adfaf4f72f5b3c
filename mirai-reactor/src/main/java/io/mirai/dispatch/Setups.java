package io.mirai.dispatch;

import io.mirai.MiraiCanceled;
import io.mirai.MiraiException;
import io.mirai.spi.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every daemon of one profile runs, and what becomes of a daemon on which that fails. The drain loop alone changes it; any
 * thread may ask whether it is full.
 *
 * <pre>
 *   for daemons that join:     setup 1, setup 3, setup 4        at most {@value #MAX}, equal names replaced
 *   for daemons that are there: … setup 2 ► setup 3 ► setup 4    each link goes along this chain at its own pace
 * </pre>
 *
 * <table>
 *   <caption>When a setup task has ended on a daemon</caption>
 *   <tr><th>the daemon</th><th>it brought a value</th><th>it failed</th></tr>
 *   <tr><td>was there</td><td>its other tasks may come</td><td>the same, and daemons that join do not run it any more</td></tr>
 *   <tr><td>joins</td><td>the same</td><td>it may not stay, unless somebody stopped the task there</td></tr>
 * </table>
 */
final class Setups {

    /** Each costs every daemon that joins its time, and the host its bytes. */
    private static final int MAX = 100;

    /** A link of the chain, which is forgotten as soon as every lane is past it. */
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

    /** What a daemon is to run that joins now. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    SetupLane laneOfJoining() {
        openLanes++;
        return new SetupLane(this);
    }

    /** How many daemons take tasks. */
    int openLanes() {
        return openLanes;
    }

    /** A daemon gets no more tasks. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void closeLane() {
        openLanes--;
    }

    boolean has(SetupTask task) {
        return forJoining.contains(task);
    }

    /**
     * Refuses one that would be too many, and replaces none.
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
     * Adds one, as the last, which each daemon is to run that takes tasks now.
     *
     * @return the one that it replaces, since they have the same name; null if there is none
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

    /** Daemons that join from now on do not run it. */
    void remove(SetupTask one) {
        forJoining = forJoining.stream().filter(other -> other != one).toList();
    }

    // ---- What becomes of the daemon ----

    /**
     * A setup task has ended on its daemon.
     *
     * @return whether daemons that join are not to run it any more, because it failed on one that was there
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
     * A setup task has failed on a daemon that joins, and it is known now with what.
     *
     * @return whether its other tasks may come
     */
    boolean endHeld(Ticket ticket, SlotLink link) {
        boolean held = link.lane.isHeldBy(ticket);
        if (held) {
            link.lane.end(ticket);
            refuseIfFailed(ticket, link);
        }
        return held;
    }

    /** A setup task was resolved before it was sent: the others may come. */
    void drop(Ticket ticket, SlotLink link) {
        if (ticket.setup != null) {
            link.lane.end(ticket);
            refuseIfFailed(ticket, link);
        }
    }

    /** A daemon may not join on which this has failed; it may where somebody has only stopped it there. */
    void refuseIfFailed(Ticket ticket, SlotLink link) {
        if (!ticket.admits) {
            return;
        }
        MiraiException why = ticket.resolver.failure();
        if (why != null && !(why instanceof MiraiCanceled)) {
            refuse(ticket, link, String.valueOf(why.getMessage()));
        }
    }

    /** The daemon may not stay, because of what happened at this setup task. */
    void refuse(Ticket ticket, SlotLink link, String why) {
        String message = Texts.refusedAtSetup(profile, link.slot.index, ticket, why);
        Faults.error(() -> message, null);
        link.markRefused(message);
    }
}
