package io.mirai.dispatch;

import io.mirai.spi.Departure;
import io.mirai.spi.Link;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link of a slot, from its daemon's dialling in to its end. Only the drain loop calls it.
 *
 * <pre>
 *           drains, a task is overdue           only overdue tasks are left
 *   Online ───────────────────────────► Leaving ─────────────────────────────► Killed
 *     │                                    │                                      ▲
 *     └── a send failed, slot taken, ──────┴──────────────────────────────────────┘
 *         a setup task failed as it joined
 *
 *   Online, Leaving, Killed ──end of the link, close──► Over
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>who owes what</th></tr>
 *   <tr><td>Online</td><td>drains, a task is overdue</td><td>Leaving(cause)</td><td></td></tr>
 *   <tr><td>Leaving</td><td>drains</td><td>Leaving(Drains), unless it was asked to leave already</td><td></td></tr>
 *   <tr><td>Online, Leaving</td><td>a send failed; the slot is taken away; a setup task failed as it joined</td>
 *       <td>Killed(cause)</td><td>this: kill the link</td></tr>
 *   <tr><td>Leaving</td><td>all that runs is overdue, or nothing runs and the daemon does not drain</td>
 *       <td>Killed(cause)</td><td>this: kill the link</td></tr>
 *   <tr><td>Killed</td><td>drains</td><td>Killed, and asked to leave if that is why it drains</td><td></td></tr>
 *   <tr><td>Killed</td><td>the slot is taken away</td><td>Killed(Taken)</td><td></td></tr>
 *   <tr><td>Killed(Broken)</td><td>a setup task failed as it joined</td><td>Killed(Refused)</td><td></td></tr>
 *   <tr><td>any but Over</td><td>end of the link, close</td><td>Over(last)</td><td>the caller: return or fail the seated tasks</td></tr>
 *   <tr><td>Over</td><td>a setup task failed as it joined</td><td>Over(Killed(Refused)), unless it was killed for
 *       another reason than Broken</td><td></td></tr>
 * </table>
 */
final class SlotLink {

    /** How far the link has come. */
    private sealed interface State permits Online, Leaving, Killed, Over {}

    private record Online() implements State {}

    private record Leaving(Cause cause) implements State {}

    /**
     * The link was told to end.
     *
     * @param asked whether its daemon was asked to leave as well
     */
    private record Killed(Cause cause, boolean asked) implements State {}

    /**
     * The link has ended.
     *
     * @param last what it was before
     */
    private record Over(State last) implements State {}

    /** Why it leaves, or was killed. */
    private sealed interface Cause permits Drains, Overdue, Taken, Refused, Broken {}

    /** The daemon says that it leaves, or its host has asked it to. */
    private record Drains(Departure reason) implements Cause {}

    /** A task was told to stop, and has not ended in time. */
    private record Overdue() implements Cause {}

    /** The slot was taken away from it. */
    private record Taken() implements Cause {}

    /** A setup task has failed on the daemon as it joined. */
    private record Refused(String why) implements Cause {}

    /** A send failed, so nobody knows which tasks the daemon has. */
    private record Broken() implements Cause {}

    private static final State ONLINE = new Online();

    final Slot slot;
    final Link link;
    final SetupLane lane;
    final Seats seats;
    final Window window;

    /** Whether somebody looks in a while whether tasks that are ahead have to be recalled. */
    boolean isWatched;

    /** The link from which tasks were recalled for this one; null if none were. */
    private @Nullable SlotLink helped;

    /** The functions of maps that its daemon has, by id. */
    private final Set<Long> functions = new HashSet<>();

    private State state = ONLINE;
    private long sequence;

    /** How many of the seated tasks wait, or have waited, for what the daemon fetches: those that come later may overtake them. */
    private int fetching;

    private int overdue;
    private boolean finishedATask;

    SlotLink(Slot slot, Link link, SetupLane lane, Counts counts) {
        this.slot = slot;
        this.link = link;
        this.lane = lane;
        this.seats = new Seats(link.capacity(), counts);
        this.window = Window.of(link);
    }

    // ---- Transitions ----

    /** Marks that the daemon leaves, as it says or its host has asked it to. */
    void markDraining(Departure reason) {
        if (state instanceof Killed killed) {
            state = new Killed(killed.cause, killed.asked || reason.isAsked());
        } else if (!isOver()) {
            leave(isAskedToLeave() ? ((Leaving) state).cause : new Drains(reason));
        }
    }

    /** Marks that a task was told to stop, and has not ended in time. */
    void markOverdue(Ticket.Sent sent) {
        if (!sent.overdue) {
            sent.overdue = true;
            overdue += sent.isAhead ? 0 : 1;
        }
        if (state == ONLINE) {
            leave(new Overdue());
        } else {
            killIfIdle();
        }
    }

    private void leave(Cause cause) {
        lane.close();
        state = new Leaving(cause);
        killIfIdle();
    }

    /** Kills the link, since the slot is taken away from the daemon. */
    void markTaken() {
        kill(new Taken());
    }

    /** Kills the link, since a setup task has failed as the daemon joined. */
    void markRefused(String why) {
        if (last() instanceof Killed killed && !(killed.cause instanceof Broken)) {
            return;
        }
        if (isOver()) { // the daemon died of it
            state = new Over(new Killed(new Refused(why), isAskedToLeave()));
        } else {
            kill(new Refused(why));
        }
    }

    /** Kills the link, since a send failed and nobody knows which tasks the daemon has. */
    void markBroken() {
        if (!(state instanceof Killed)) {
            kill(new Broken());
        }
    }

    /**
     * Marks that the link has ended.
     *
     * @return the tasks that had a seat
     */
    List<Ticket> markOver() {
        lane.close();
        state = new Over(state);
        return seats.tickets();
    }

    /**
     * Kills the link of a leaving daemon when only overdue tasks run. A daemon that drains ends by itself when no task is left.
     */
    private void killIfIdle() {
        if (state instanceof Leaving leaving) {
            boolean endsItself = leaving.cause instanceof Drains && seats.running() == 0;
            if (!endsItself && overdue == seats.running()) {
                kill(leaving.cause);
            }
        }
    }

    private void kill(Cause cause) {
        if (isOver()) {
            return;
        }
        if (!(state instanceof Killed)) {
            link.kill(); // first: if it fails, it is tried again
            lane.close();
        }
        state = new Killed(cause, isAskedToLeave());
    }

    // ---- What it is, or was when it ended ----

    boolean isOver() {
        return state instanceof Over;
    }

    private State last() {
        return state instanceof Over over ? over.last : state;
    }

    /** Returns whether its daemon takes tasks, when it has a free thread. */
    boolean takesTasks() {
        return state == ONLINE;
    }

    boolean hasFreeThread() {
        return state == ONLINE && seats.hasFreeThread();
    }

    /** Returns whether a task may be sent ahead: never behind a setup task, or behind one that it would overtake on the daemon. */
    boolean hasRoomAhead() {
        return state == ONLINE && seats.ahead() < window.size() && fetching == 0 && !lane.isFirst();
    }

    /** Returns whether the daemon was asked to leave: then no other replaces it. */
    boolean isAskedToLeave() {
        if (last() instanceof Killed killed) {
            return killed.asked;
        }
        return last() instanceof Leaving leaving && leaving.cause instanceof Drains drains && drains.reason.isAsked();
    }

    boolean isTaken() {
        return last() instanceof Killed killed && killed.cause instanceof Taken;
    }

    /**
     * Returns whether the daemon ends before it has finished a task, but not for an overdue task or since the slot was taken
     * away.
     */
    boolean diesEarly() {
        boolean ofOurDoing =
                last() instanceof Killed killed && (killed.cause instanceof Taken || killed.cause instanceof Overdue);
        return !finishedATask && !ofOurDoing;
    }

    /** Returns why the daemon was refused; null if it was not. */
    @Nullable
    String refusal() {
        return last() instanceof Killed killed && killed.cause instanceof Refused refused ? refused.why : null;
    }

    // ---- Tasks ----

    /** Gives a task a seat; it is ahead if no thread is free. */
    Ticket.Sent seat(Ticket ticket) {
        boolean isAhead = !seats.hasFreeThread();
        Ticket.Sent sent = new Ticket.Sent(this, seats.lowestFree(), ++sequence, isAhead);
        sent.isFetched = isFetched(ticket);
        seats.take(ticket, sent); // all that may find no memory comes before
        fetching += sent.isFetched ? 1 : 0;
        ticket.markSent(sent);
        if (!isAhead) {
            slot.countAssigned();
        }
        return sent;
    }

    /** Returns whether the daemon has to fetch something before it can begin a task. */
    private boolean isFetched(Ticket ticket) {
        SharedFunction function = ticket.work.function();
        return !ticket.body().isInline() || (function != null && !functions.contains(function.id()));
    }

    /** Marks that the daemon has the function of a task that has run there. */
    void markFetched(SharedFunction function) {
        functions.add(function.id());
    }

    /** Lets the daemon forget a function that no task will apply any more. */
    void forget(SharedFunction function) {
        functions.remove(function.id());
        link.forget(function);
    }

    /** Notes that the daemon has finished a task, of which nobody has heard before the link ended. */
    void markFinished(Ticket.Sent sent) {
        finishedATask = true;
        if (sent.isAhead) {
            slot.countAssigned(); // it had a thread
        }
    }

    /** Sends a task that has its seat. If that fails, the end of the link will settle it. */
    void send(Ticket ticket, Ticket.Sent sent, ReplyListener replies) {
        link.send(ticket.message(sent.sequence, sent.seat), replies);
    }

    /**
     * Gives the seat of a task back, and its thread to the first of those that are ahead.
     *
     * @param finished whether this shows that the daemon can finish a task
     * @return the task that has its thread now; null if none has
     */
    @Nullable
    Ticket giveBack(Ticket.Sent sent, boolean finished) {
        Ticket next = seats.giveBack(sent);
        overdue -= sent.overdue && !sent.isAhead ? 1 : 0;
        fetching -= sent.isFetched ? 1 : 0;
        finishedATask |= finished;
        if (sent.isAhead && finished) {
            slot.countAssigned(); // it had a thread, and its answer has overtaken that of a task which was sent earlier
        }
        if (next != null) {
            Ticket.Sent runs = next.markRunning();
            overdue += runs.overdue ? 1 : 0;
            slot.countAssigned();
        }
        killIfIdle();
        return next;
    }

    /**
     * Recalls the last so many of the tasks that are ahead; each that has not begun returns to its place in the queue. The last comes
     * first: the daemon goes on meanwhile, and what it begins is to be the earliest.
     */
    void recall(int most) {
        for (Ticket ticket : seats.lastAhead(most)) {
            link.stop(ticket.id(), false);
            seats.markRecalled((Ticket.Sent) ticket.state());
        }
    }

    /**
     * Recalls tasks from another link for this one, which is idle: as many as it can take, but half of them at most, since the other
     * goes on. What was recalled before comes first, unless the daemon that has it brings no answers.
     */
    void recallFrom(SlotLink other) {
        boolean comes = helped != null
                && !helped.isOver()
                && helped.window.isOpen()
                && helped.seats.toRecall() < helped.seats.ahead();
        if (!comes) {
            helped = other;
            other.recall(Math.min((other.seats.toRecall() + 1) / 2, seats.freeThreads() + window.size()));
        }
    }
}
