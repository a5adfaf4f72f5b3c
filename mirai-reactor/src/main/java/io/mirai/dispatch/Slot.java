package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Link;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One numbered position of a profile, which one daemon after the other takes. Only the drain loop changes it; {@link #status()}
 * may be read by any thread.
 *
 * <pre>
 *            launched                    dials in
 *   EMPTY ─────────────► being launched ──────────► linked by a SlotLink
 *     ▲  ◄─ never dials in ──┘                          │
 *     ├──────────────────── end of the link ────────────┤
 *     │                                                 │ left as it was asked to, or none can be had
 *     └──── launchLocal, saisei ──── vacant ◄───────────┘
 * </pre>
 */
final class Slot {

    final int index;

    /** Tasks that its daemon alone may run. */
    final TaskQueue pinned;

    private final Counts counts;

    /** Tasks that were given to it in turn. */
    private TaskQueue placed;

    private DaemonSpec spec;
    private @Nullable SlotLink link; // null while no daemon is here

    /** No daemon comes any more, unless one is launched for it by the user. */
    private boolean vacant;

    /** A daemon was launched for it that has neither dialled in nor failed. */
    private boolean launching;

    private int earlyDeaths;

    /** Whether it stands in the line of those that have a free seat. */
    boolean isOffered;

    /** Why no daemon is here; null if one is, or nothing went wrong. */
    private volatile @Nullable String problem;

    private volatile boolean online;
    private volatile int instance;
    private volatile long assigned;
    private volatile long complete;

    Slot(int index, DaemonSpec spec, Counts counts) {
        this.index = index;
        this.spec = spec;
        this.counts = counts;
        this.pinned = new TaskQueue(counts);
        this.placed = new TaskQueue(counts);
    }

    /** How its daemon runs. */
    DaemonSpec spec() {
        return spec;
    }

    /** Which daemon of the slot was the last, from 1; 0 before the first. */
    int instance() {
        return Math.abs(instance);
    }

    /** Whether it has a daemon. */
    boolean isOnline() {
        return online;
    }

    /** Whether no daemon has ever dialled in for it. */
    boolean isNew() {
        return instance() == 0;
    }

    /** The link to its daemon; null while none is here. */
    @Nullable
    SlotLink link() {
        return link;
    }

    /** Its link, if it is this one; null if that has ended, or never was the slot's. */
    @Nullable
    SlotLink linkedBy(Link candidate) {
        SlotLink current = link;
        return current != null && current.link == candidate ? current : null;
    }

    // ---- Its daemon comes and goes ----

    /**
     * A daemon has dialled in.
     *
     * @return whether it is the one that was being launched
     */
    boolean markOnline(Link fresh, SetupLane lane) {
        boolean wasLaunching = launching;
        link = new SlotLink(this, fresh, lane);
        launching = false;
        vacant = false;
        problem = null;
        instance = fresh.instance();
        online = true;
        return wasLaunching;
    }

    /**
     * Its link has ended, or is not to be used any more.
     *
     * @return what had a seat
     */
    List<Ticket> markEmpty() {
        SlotLink last = link;
        link = null;
        online = false;
        return last == null ? List.of() : last.markOver();
    }

    /** Takes the slot away from its daemon: what that runs is lost, and its next one is another instance. */
    void markTaken() {
        instance = -instance();
        if (link != null) {
            link.markTaken();
        }
    }

    /** No daemon comes any more, unless one is launched for it. */
    void markVacant() {
        vacant = true;
    }

    /** As {@link #markVacant()}, and everybody may see why. */
    void markGivenUp(String why) {
        vacant = true;
        problem = why;
    }

    boolean isVacant() {
        return vacant;
    }

    /** Whether no daemon could be had for it, so that none is launched any more. */
    boolean hasGivenUp() {
        return vacant && problem != null;
    }

    /** Why no daemon is here; null if one is, or nothing went wrong. */
    @Nullable
    String problem() {
        return problem;
    }

    /** A daemon is to be launched once more, of this kind. */
    void markWanted(DaemonSpec wanted) {
        vacant = false;
        spec = wanted;
        earlyDeaths = 0;
        problem = null;
    }

    /**
     * A daemon is to be launched for it.
     *
     * @return false if one is there, or being launched
     */
    boolean tryMarkLaunching() {
        boolean launches = !launching && link == null;
        launching |= launches;
        return launches;
    }

    /**
     * The daemon that was launched never dialled in.
     *
     * @return false if that was told before
     */
    boolean tryMarkLaunchFailed(String why) {
        boolean was = launching;
        if (was) {
            launching = false;
            markEarlyDeath(why);
        }
        return was;
    }

    /** A daemon of this slot ended before it had finished a task, and no task is to blame. */
    void markEarlyDeath(String why) {
        earlyDeaths++;
        problem = why;
    }

    /** How many such deaths there were since a daemon of this slot finished a task. */
    int earlyDeaths() {
        return earlyDeaths;
    }

    // ---- Tasks ----

    /** Whether its daemon may be given tasks, when it has seats for them. */
    boolean takesTasks() {
        return link != null && link.takesTasks();
    }

    /** Whether it has a seat for a task that any daemon may run. */
    boolean hasFreeSeat() {
        return link != null && link.hasFreeSeat() && !link.lane.isFirst();
    }

    /** What only its daemon may run and has a seat for, setup tasks first; null if there is nothing. */
    @Nullable
    Ticket pollOwn() {
        if (link == null || !link.hasFreeSeat()) {
            return null;
        }
        Ticket setup = link.lane.poll();
        if (setup != null || link.lane.isFirst()) {
            return setup;
        }
        Ticket next = TaskQueue.first(pinned.peek(), placed.peek());
        if (next != null) {
            next.leaveQueue();
        }
        return next;
    }

    /** Gives it a task in its turn, which was in another queue until now. */
    void place(Ticket ticket) {
        ticket.moveTo(placed);
    }

    /** Those that were given to it in turn, which it does not have any more. */
    TaskQueue takePlaced() {
        TaskQueue taken = placed;
        placed = new TaskQueue(counts);
        return taken;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    void countAssigned() {
        assigned++;
    }

    /**
     * A task has ended on its daemon.
     *
     * @param isSetup whether it was what every daemon runs, which says nothing about how long the daemon lives
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    void countComplete(boolean isSetup) {
        complete++;
        if (!isSetup) {
            earlyDeaths = 0;
        }
    }

    DaemonStatus status() {
        return new DaemonStatus(index, online, instance, assigned, complete, Optional.ofNullable(problem));
    }
}
