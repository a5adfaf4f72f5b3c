package io.mirai.dispatch;

import io.mirai.DaemonStatus;
import io.mirai.MiraiReset.Started;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's numbered place in the profile. Only the drain loop of {@link Dispatcher} changes it;
 * {@link #status()} may be read by any thread.
 *
 * <pre>
 *             link                  draining, a task is overdue        only overdue tasks are left
 *   EMPTY ───────────► ONLINE ──────────────────────────────► LEAVING ─────────────────────────────► KILLED
 *     ▲                   │                                      │                                     │
 *     └───────────────────┴─────────────── link end ─────────────┴─────────────────────────────────────┘
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>who owes what then</th></tr>
 *   <tr><td>EMPTY</td><td>link</td><td>ONLINE</td><td>the caller: offer its places</td></tr>
 *   <tr><td>ONLINE</td><td>draining, a task is overdue</td><td>LEAVING</td><td></td></tr>
 *   <tr><td>ONLINE</td><td>a send failed</td><td>KILLED</td><td>the slot: kill the link, nobody knows what has
 *       left</td></tr>
 *   <tr><td>LEAVING</td><td>all in flight are overdue, or nothing is and the daemon does not drain</td>
 *       <td>KILLED</td><td>the slot: kill the link; unless the daemon was draining, its end is our doing</td></tr>
 *   <tr><td>ONLINE, LEAVING</td><td>its slot is taken away; what every daemon runs failed as it joined</td><td>KILLED</td>
 *       <td>the slot: kill the link</td></tr>
 *   <tr><td>LEAVING, KILLED</td><td>draining, a task is overdue</td><td>as it was</td><td></td></tr>
 *   <tr><td>ONLINE, LEAVING, KILLED</td><td>link end, close</td><td>EMPTY</td><td>the caller: end or re-queue what
 *       was in flight, and after a link end launch the next daemon, unless this one was asked to leave</td></tr>
 * </table>
 *
 * <p>It has free places while it is ONLINE and fewer tasks are in flight than the daemon runs at once;
 * what waits for its daemon alone ({@link OwnTasks}) has them first.
 */
final class Slot {

    private enum State {
        EMPTY,
        ONLINE,
        LEAVING,
        KILLED
    }

    final int index;
    private DaemonSpec daemon;

    /** Tasks that were sent and whose ending has not arrived, in order of sending. */
    private final Set<TaskTicket> inFlight = new LinkedHashSet<>();

    private State state = State.EMPTY;
    private @Nullable Link link; // null exactly while EMPTY
    private boolean draining;
    private boolean askedToLeave;
    private boolean ofOurDoing;
    private boolean taken;
    private @Nullable String refusal;
    private long sequence;
    private Seats seats = new Seats(0);

    /** What waits for its daemon and no other. */
    final OwnTasks own = new OwnTasks();

    /** Its daemon left as it was asked to: no other comes but by a new launch. */
    private boolean vacant;

    private long completeOnLink;
    private int earlyDeaths;
    boolean offered;

    /** A daemon was launched for it that has neither dialled in nor failed. */
    private boolean launching;

    /** Why no daemon is here; null if one is, or nothing went wrong. */
    private volatile @Nullable String problem;

    private volatile boolean online;
    private volatile int instance;
    private volatile long assigned;
    private volatile long complete;

    Slot(int index, DaemonSpec daemon) {
        this.index = index;
        this.daemon = daemon;
    }

    DaemonSpec daemon() {
        return daemon;
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

    boolean isLinkedBy(Link candidate) {
        return link == candidate;
    }

    // ---- Transitions ----

    void markOnline(Link fresh) {
        state = State.ONLINE;
        link = fresh;
        draining = false;
        askedToLeave = false;
        ofOurDoing = false;
        taken = false;
        refusal = null;
        launching = false;
        problem = null;
        sequence = 0;
        seats = new Seats(fresh.capacity());
        completeOnLink = 0;
        instance = fresh.instance();
        online = true;
    }

    /** The daemon takes no more tasks, of its own accord. */
    void markDraining(Departure reason) {
        draining = true;
        askedToLeave |= reason.isAsked();
        markLeaving();
    }

    /** The task was told to stop, and its time for that is over. */
    void markOverdue(TaskTicket task) {
        task.overdue = true;
        markLeaving();
    }

    private void markLeaving() {
        switch (state) {
            case ONLINE -> {
                state = State.LEAVING;
                killIfIdle();
            }
            case LEAVING -> killIfIdle();
            case EMPTY, KILLED -> {}
        }
    }

    /** Whether the daemon that is here was asked to leave when it does: then no other takes its place. */
    boolean isAskedToLeave() {
        return askedToLeave;
    }

    /** Takes the slot away from its daemon: what that runs is lost, and its next one is another instance. */
    void markTaken() {
        instance = -instance();
        if (state != State.EMPTY) {
            taken = true;
            ofOurDoing = true;
            kill();
        }
    }

    boolean isTaken() {
        return taken;
    }

    /** The daemon may not join, since what every daemon runs has failed on it. */
    void markRefused(String why) {
        refusal = why;
        markBroken();
    }

    /** Why the daemon was refused that was here last; null if it was not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** Nobody knows what its daemon has, so it ends. */
    void markBroken() {
        if (state != State.EMPTY) {
            kill();
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

    /** Whether no daemon could be had for it, so that none is launched any more. */
    boolean hasGivenUp() {
        return vacant && problem != null;
    }

    /** Why no daemon is here; null if one is, or nothing went wrong. */
    @Nullable
    String problem() {
        return problem;
    }

    /** A daemon was launched for it. */
    void markLaunching() {
        launching = true;
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
            problem = why;
            earlyDeaths++;
        }
        return was;
    }

    boolean isVacant() {
        return vacant;
    }

    /** A daemon is to be launched once more, of this kind. */
    void markWanted(DaemonSpec spec) {
        vacant = false;
        daemon = spec;
        earlyDeaths = 0;
        problem = null;
    }

    /** Ends a leaving daemon when only tasks are left that will not end by themselves. One that drains has its own end when none is. */
    private void killIfIdle() {
        boolean endsItself = draining && inFlight.isEmpty();
        if (state == State.LEAVING && !endsItself && inFlight.stream().allMatch(task -> task.overdue)) {
            ofOurDoing = !draining;
            kill();
        }
    }

    private void kill() {
        if (state != State.KILLED) {
            requireLink().kill(); // first: if it fails, it has to be tried again
            state = State.KILLED;
        }
    }

    /** Empties the slot and hands over what was in flight. */
    List<TaskTicket> markEmpty() {
        state = State.EMPTY;
        link = null;
        online = false;
        List<TaskTicket> lost = new ArrayList<>(inFlight);
        inFlight.clear();
        return lost;
    }

    // ---- Places ----

    /** Whether its daemon may be given tasks, when it has the places for them. */
    boolean takesTasks() {
        return state == State.ONLINE;
    }

    /** Whether it has a place for a task that any daemon may run. */
    boolean hasPlace() {
        return hasFreePlace() && !own.areFirst();
    }

    private boolean hasFreePlace() {
        return takesTasks() && seats.hasFree();
    }

    /** What only its daemon may run and has a place for; null if there is nothing. */
    @Nullable
    TaskTicket pollOwn() {
        return hasFreePlace() ? own.poll() : null;
    }

    /** Gives a task a place. */
    void take(TaskTicket task) {
        task.place = TaskTicket.Place.SENT;
        task.slot = this;
        task.daemon = index;
        task.sendings++;
        task.sequence = ++sequence;
        task.seat = seats.take();
        inFlight.add(task);
        increaseAssigned();
    }

    /** Sends a task that has its place. If that fails, the end of the link will settle it. */
    void send(TaskTicket task, ReplyListener replies) {
        try {
            requireLink()
                    .send(
                            new TaskMessage(
                                    task.label.id(),
                                    task.sequence,
                                    task.seat,
                                    task.attempts() + 1,
                                    task.label.stream(),
                                    task.label.name(),
                                    task.work,
                                    task.body),
                            replies);
        } catch (Throwable e) {
            kill();
            throw e;
        }
    }

    /** Whether the task is in flight here. */
    boolean has(TaskTicket task) {
        return inFlight.contains(task);
    }

    /** Gives the place of a task back that is in flight here. */
    void end(TaskTicket task, Reply.Kind kind) {
        inFlight.remove(task);
        seats.giveBack(task.seat);
        if (kind != Reply.Kind.NOT_STARTED) {
            task.countAttempt(Started.YES);
            increaseComplete();
            if (task.everywhere == null) {
                completeOnLink++;
                earlyDeaths = 0;
            }
        }
        killIfIdle();
    }

    /** Stops the task on its daemon; where the slot has lost that, the task's end has another cause. */
    void stop(TaskTicket task, boolean mayInterrupt) {
        if (link != null) {
            link.stop(task.id(), mayInterrupt);
        }
    }

    /** No task will apply this function any more. */
    void forget(SharedFunction function) {
        if (link != null) {
            link.forget(function);
        }
    }

    Link requireLink() {
        Link current = link;
        if (current == null) {
            throw new IllegalStateException(Texts.slotIsEmpty(index));
        }
        return current;
    }

    // ---- Early deaths ----

    /** Whether the daemon that was here last ended before it had finished a task, and not of our doing. */
    boolean diedEarly() {
        return completeOnLink == 0 && !ofOurDoing;
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

    // ---- Status ----

    DaemonStatus status() {
        return new DaemonStatus(index, online, instance, assigned, complete, Optional.ofNullable(problem));
    }

    // The drain loop is the only writer, so these need no atomic update.

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void increaseAssigned() {
        assigned++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void increaseComplete() {
        complete++;
    }
}
