package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Link;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One numbered slot of a profile, which one daemon after the other takes. Only the drain loop changes it; any thread may read
 * {@link #status()}.
 *
 * <pre>
 *           launched                     dials in
 *   empty ─────────────► being launched ──────────► linked, by a SlotLink
 *    ▲  ▲                      │                        │
 *    │  └──── never dials in ──┴──── end of the link ───┤
 *    │                                                  │ end of the link, and the daemon was asked to leave, or was
 *    │                                                  │ not started by this host
 *    │ launchLocal, saisei                              ▼
 *    └─────────────────────────────────────────────── vacant ◄──the slot gives up, or is called off── empty
 *
 *   vacant ──a daemon that this host has not started dials in──► linked
 * </pre>
 *
 * <p>A slot that is called off while a daemon is being launched for it is left vacant when that launch fails, and if the daemon dials
 * in it is drained at once.
 */
final class Slot {

    final int index;

    /** The tasks that its daemon alone may run. */
    final TaskQueue pinned;

    private final Counts counts;

    /** The tasks that were given to it in turn. */
    private TaskQueue placed;

    private DaemonSpec spec;
    private @Nullable SlotLink link; // null while no daemon is here

    /** Whether daemons dial in that this host does not start. */
    private final boolean open;

    /** Whether no daemon is here, and this host starts none unless the user launches one. */
    private volatile boolean vacant;

    /** Whether this host starts its daemons: the present one, or else the next. */
    private volatile boolean launched = true;

    private boolean givenUp;
    private int capacity;

    /** Whether a daemon was launched for it that has neither dialled in nor failed. */
    private boolean launching;

    /** Whether it was called off since then. */
    private boolean calledOff;

    private int earlyDeaths;

    /** Completes when the slot is vacant; null if nobody waits for that. */
    private Sinks.@Nullable Empty<Void> vacated;

    /** Whether it stands in the line of the slots that have a free thread. */
    boolean isOffered;

    /** Why no daemon is here, or why the daemon leaves; null if nothing has gone wrong. */
    private volatile @Nullable String problem;

    private volatile boolean online;
    private volatile int instance;
    private volatile long assigned;
    private volatile long complete;

    /**
     * Makes a slot that is empty.
     *
     * @param open whether daemons dial in that this host does not start
     */
    Slot(int index, DaemonSpec spec, boolean open, Counts counts) {
        this.index = index;
        this.spec = spec;
        this.open = open;
        this.capacity = spec.threads();
        this.counts = counts;
        this.pinned = new TaskQueue(counts);
        this.placed = new TaskQueue(counts);
    }

    /** Returns the description of its daemon. */
    DaemonSpec spec() {
        return spec;
    }

    /** Returns how many tasks its daemon runs at once; of one that is still to come, as far as that is known. */
    int capacity() {
        return capacity;
    }

    /** Returns the number of its last daemon, from 1; 0 before the first. */
    int instance() {
        return Math.abs(instance);
    }

    /** Returns whether it has a daemon. */
    boolean isOnline() {
        return online;
    }

    /** Returns whether no daemon has ever dialled in for it. */
    boolean isNew() {
        return instance() == 0;
    }

    /** Returns the link to its daemon; null while none is here. */
    @Nullable
    SlotLink link() {
        return link;
    }

    /** Returns its link, if this is the transport's end of it; null if that has ended, or was never the slot's. */
    @Nullable
    SlotLink linkedBy(Link candidate) {
        SlotLink current = link;
        return current != null && current.link == candidate ? current : null;
    }

    // ---- Its daemon comes and goes ----

    /**
     * Links the slot to a daemon that has dialled in.
     *
     * @return whether a daemon was being launched
     */
    boolean markOnline(Link fresh, SetupLane lane) {
        boolean wasLaunching = launching;
        link = new SlotLink(this, fresh, lane, counts);
        launching = false;
        vacant = false;
        givenUp = false;
        problem = null;
        launched = fresh.isReplaced();
        capacity = fresh.capacity();
        instance = instance() + 1;
        online = true;
        return wasLaunching;
    }

    /**
     * Empties the slot, whose link has ended or is not to be used any more.
     *
     * @return the tasks that had a seat
     */
    List<Ticket> markEmpty() {
        SlotLink last = link;
        link = null;
        online = false;
        problem = null;
        return last == null ? List.of() : last.markOver();
    }

    /** Takes the slot away from its daemon: the tasks there are lost, and the next daemon is another instance. */
    void markTaken() {
        instance = -instance();
        if (link != null) {
            link.markTaken();
        }
    }

    /**
     * Leaves the slot vacant.
     *
     * @param why why its daemon has gone; null if it was asked to, or there was none
     */
    void markVacant(@Nullable String why) {
        vacant = true;
        launched = false;
        calledOff = false;
        problem = why;
        if (vacated != null) {
            vacated.tryEmitEmpty();
            vacated = null;
        }
    }

    /** Completes when the slot is vacant. */
    Mono<Void> vacated() {
        if (vacant) {
            return Mono.empty();
        }
        if (vacated == null) {
            vacated = Sinks.empty();
        }
        return vacated.asMono();
    }

    /** Shows that its daemon leaves, and why. */
    void markLeaving(String why) {
        problem = why;
    }

    /** Leaves the slot vacant, since its daemons cannot be started, and shows why. */
    void markGivenUp(String why) {
        givenUp = true;
        markVacant(why);
        launched = true;
    }

    /** Returns whether no daemon is here, and this host starts none unless the user launches one. Any thread. */
    boolean isVacant() {
        return vacant;
    }

    /** Returns whether this host starts its daemons: the present one, or else the next. Any thread. */
    boolean isLaunched() {
        return launched;
    }

    /** Returns whether no daemon comes any more, unless the user launches one. */
    boolean expectsNobody() {
        return vacant && (givenUp || !open);
    }

    /** Returns whether it has given up, so that no daemon is launched any more. */
    boolean hasGivenUp() {
        return givenUp;
    }

    /** Returns why no daemon is here, or why the daemon leaves; null if nothing has gone wrong. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Makes the slot wait for a daemon of this description again. */
    void markWanted(DaemonSpec wanted) {
        vacant = false;
        launched = true;
        givenUp = false;
        spec = wanted;
        capacity = wanted.threads();
        earlyDeaths = 0;
        problem = null;
    }

    /**
     * Marks that a daemon is being launched for it.
     *
     * @return false if one is there, or is being launched already, or none is wanted
     */
    boolean tryMarkLaunching() {
        boolean launches = !launching && link == null && !vacant;
        launching |= launches;
        return launches;
    }

    /**
     * Marks that the daemon which was being launched never dialled in.
     *
     * @return false if none was being launched
     */
    boolean tryMarkLaunchFailed(String why) {
        boolean was = launching;
        if (was) {
            launching = false;
            markEarlyDeath(why);
        }
        return was;
    }

    /**
     * Calls the daemon off that is being launched for it.
     *
     * @return false if none is
     */
    boolean tryCallOff() {
        calledOff |= launching;
        return launching;
    }

    /** Returns whether the daemon that was launched for it was called off before it dialled in. */
    boolean isCalledOff() {
        return calledOff;
    }

    /** Counts an early death: a daemon of this slot failed to start, or ended before it had finished a task. */
    void markEarlyDeath(String why) {
        earlyDeaths++;
        problem = why;
    }

    /** Returns how many early deaths there were since a daemon of this slot finished a task. */
    int earlyDeaths() {
        return earlyDeaths;
    }

    // ---- Tasks ----

    /** Returns whether its daemon takes tasks, when it has a free thread. */
    boolean takesTasks() {
        return link != null && link.takesTasks();
    }

    /** Returns whether its daemon has a free thread for a task that any daemon may run. */
    boolean hasFreeThread() {
        return link != null && link.hasFreeThread() && !link.lane.isFirst();
    }

    /** Returns whether a task that any daemon may run may be sent ahead: not before those that wait for this daemon alone. */
    boolean hasRoomAhead() {
        return link != null && link.hasRoomAhead() && pinned.head() == null;
    }

    /** Returns whether its daemon is of this machine, where a file tells which tasks it has begun. */
    boolean isNear() {
        return link != null && link.link.isLaunched();
    }

    /** Takes the next task that waits for its daemon alone and finds a free thread, setup tasks first; null if there is none. */
    @Nullable
    Ticket pollOwn() {
        if (link == null || !link.hasFreeThread()) {
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

    /** Moves a task from the common queue to its own, in its turn. */
    void place(Ticket ticket) {
        ticket.moveTo(placed);
    }

    /** Takes away the tasks that were given to it in turn. */
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
     * Counts a task that has ended on its daemon.
     *
     * @param isSetup whether it was a setup task, which does not show that the daemon can live
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
