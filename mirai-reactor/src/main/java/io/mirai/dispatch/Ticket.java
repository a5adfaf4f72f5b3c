package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Body;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One task as the dispatcher sees it, on its way to a daemon. Only the drain loop reads or changes the fields that are not final.
 *
 * <pre>
 *                  ┌──── never started, or tried again ────┬──────────────┐
 *                  ▼                                       │              │
 *   Fresh ──► Queued, or LinedUp ──────has a seat──────► Sent ──value──► Arriving
 *     │       if it is a setup task                        │              │
 *     │            │                                       │ ending, or   │ resolved
 *     │            │                                       │ its link's   │
 *     │            │                                       ▼              ▼
 *     └────────────┴──resolved before it was sent──────► Ended ◄──────────┘
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>what the caller owes</th></tr>
 *   <tr><td>Fresh</td><td>submit</td><td>Queued</td><td>match</td></tr>
 *   <tr><td>Queued</td><td>given to a slot in turn, or back</td><td>Queued elsewhere</td><td></td></tr>
 *   <tr><td>Fresh</td><td>everywhere</td><td>LinedUp</td><td>offer it to a daemon</td></tr>
 *   <tr><td>LinedUp</td><td>its wait is limited</td><td>LinedUp</td><td></td></tr>
 *   <tr><td>Queued, LinedUp</td><td>a seat</td><td>Sent</td><td>send it; leave the queue before</td></tr>
 *   <tr><td>Sent, ahead</td><td>a thread is free</td><td>Sent, running</td><td></td></tr>
 *   <tr><td>Sent</td><td>never started, or may be tried again</td><td>Queued, LinedUp</td><td>give the seat back before</td></tr>
 *   <tr><td>Sent</td><td>its value is on its way, and it may be tried again</td><td>Arriving</td><td>give the seat back before</td></tr>
 *   <tr><td>Arriving</td><td>the value is lost with its link</td><td>Queued</td><td></td></tr>
 *   <tr><td>any but Ended</td><td>resolved early, ending, end of the link, close</td><td>Ended</td><td>leave the queue or give the
 *       seat back before</td></tr>
 * </table>
 *
 * <p>This state says where the task is, which is apart from its outcome: the mirai may be resolved long before, by a stop or a
 * timeout; a task that was sent keeps its seat until the daemon's thread has left user code.
 */
public final class Ticket extends QueueEntry {

    /** Says where a task is. Each state holds what it needs. */
    sealed interface State permits Fresh, Queued, LinedUp, Sent, Arriving, Ended {

        /** Gives up what the state holds, since the task leaves it. */
        default void leave() {}
    }

    /** The task is not submitted yet, or only announced. */
    record Fresh() implements State {}

    /**
     * The task waits for a seat.
     *
     * @param queue the common queue, or that of one slot
     * @param limit ends the wait
     */
    record Queued(TaskQueue queue, Disposable limit) implements State {

        @Override
        public void leave() {
            limit.dispose();
        }
    }

    /**
     * The task waits until a daemon can run it as a setup task.
     *
     * @param setup the setup task whose result it is
     * @param limit ends the wait
     */
    record LinedUp(SetupTask setup, Disposable limit) implements State {

        @Override
        public void leave() {
            limit.dispose();
        }
    }

    /** A daemon has the task. */
    static final class Sent implements State {

        final SlotLink link;
        final int seat;
        final long sequence;

        /** Whether the daemon has to fetch its body, or its function, before it can begin. */
        boolean isFetched;

        /** Whether no thread was free for it when it was sent. */
        final boolean wasAhead;

        /** Whether it waits there until a thread is free. */
        boolean isAhead;

        /** Whether it was recalled while it was ahead. */
        boolean isRecalled;

        /** Ends the wait of one that was ahead, until its ending tells whether it had begun. */
        Disposable wait = Timer.NOT_SET;

        /** Whether its ending is here: then only the handling of that ends it. */
        boolean answered;

        /** Whether it was told to stop, and has not ended in time. */
        boolean overdue;

        /** Ends the time that it has to stop. */
        Disposable grace = Timer.NOT_SET;

        Sent(SlotLink link, int seat, long sequence, boolean isAhead) {
            this.link = link;
            this.seat = seat;
            this.sequence = sequence;
            this.wasAhead = isAhead;
            this.isAhead = isAhead;
        }

        @Override
        public void leave() {
            wait.dispose();
            grace.dispose();
        }
    }

    /** No daemon has the task; one will have it again if its value is lost on the way. */
    record Arriving() implements State {}

    /** No daemon has the task, or will have it again. */
    record Ended() implements State {}

    private static final State FRESH = new Fresh();
    private static final State ARRIVING = new Arriving();
    private static final State ENDED = new Ended();
    private static final int ANY = -1;
    private static final long NOT_ADMITTED = -1;

    final TaskLabel label;
    final Work work;
    final TaskResolver resolver;
    private final TaskLimits limits;
    private final @Nullable Reservation reservation;

    private State state = FRESH;

    /** How many bytes the gate before the queue counts for it. */
    private long admittedBytes = NOT_ADMITTED;

    private Body body = Body.EMPTY;

    /** The setup task whose result this is; null for any other task. */
    @Nullable
    SetupTask setup;

    /** Whether a daemon runs it as it joins, and may not stay if it fails. */
    boolean admits;

    /** The slot whose daemon alone may run it; {@link #ANY} if any may. */
    private int pinnedTo = ANY;

    /** The slot of the daemon that had it last; −1 if none has had it. */
    int daemon = -1;

    /** How often it was sent to a daemon that had a thread for it, or got one. */
    int sendings;

    /** How often it has begun there, or may have; the last time is counted when it is over. */
    private volatile int attempts;

    /** Whether it had begun in the attempts that are counted. */
    private Started before = Started.NO;

    /** Ends the time until its outcome. */
    Disposable limit = Timer.NOT_SET;

    /**
     * Makes the ticket of a task that is not submitted yet.
     *
     * @param reservation keeps its place in the queue, and has its limits; null if it has its own
     */
    public Ticket(
            TaskLabel label, Work work, TaskLimits limits, @Nullable Reservation reservation, TaskResolver resolver) {
        this.label = label;
        this.work = work;
        this.limits = limits;
        this.reservation = reservation;
        this.resolver = resolver;
    }

    /** Returns the label of the task. */
    public TaskLabel label() {
        return label;
    }

    /** Lets only the daemon of this slot run it. The caller says so before it submits the task. */
    public void pinTo(int slot) {
        pinnedTo = slot;
    }

    boolean isPinned() {
        return pinnedTo != ANY;
    }

    int pinnedTo() {
        return pinnedTo;
    }

    long id() {
        return label.id();
    }

    @Override
    long order() {
        return label.id();
    }

    @Override
    Supplier<String> name() {
        return label::toString;
    }

    @Override
    long tasks() {
        return 1;
    }

    /** Returns the reservation that keeps its place in the queue; null if it is not for an element of a map. */
    @Nullable
    Reservation reservation() {
        return reservation;
    }

    /** Returns the limits of its map, or its own. */
    TaskLimits limits() {
        return reservation == null ? limits : reservation.limits;
    }

    Body body() {
        return body;
    }

    /** Returns what is sent of it, in its next attempt. */
    TaskMessage message(long sequence, int seat) {
        return new TaskMessage(label.id(), sequence, seat, attempts + 1, label.stream(), label.name(), work, body);
    }

    // ---- The gate before the queue ----

    /** Marks that the gate has let it pass and counts so many bytes for it. The caller says so before it submits the task. */
    public void markAdmitted(long bytes) {
        admittedBytes = bytes;
    }

    boolean isAdmitted() {
        return admittedBytes != NOT_ADMITTED;
    }

    /** Marks that the gate counts it no longer; returns the bytes that it counted. */
    long takeAdmittedBytes() {
        long bytes = admittedBytes;
        admittedBytes = NOT_ADMITTED;
        return bytes;
    }

    // ---- Attempts ----

    /** Returns how many times the task has begun on a daemon, or may have; the present attempt is counted when it is over. */
    public int attempts() {
        return attempts;
    }

    /**
     * Counts an attempt that is over.
     *
     * @param begun YES or UNKNOWN
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the drain loop is the only writer
    void countAttempt(Started begun) {
        attempts++;
        before = started(begun);
    }

    /**
     * Returns whether it has ever begun.
     *
     * @param now whether it has begun where it is now
     */
    Started started(Started now) {
        return now == Started.YES || before == Started.NO ? now : before;
    }

    // ---- Where it is ----

    State state() {
        return state;
    }

    boolean isFresh() {
        return state == FRESH;
    }

    /** Returns whether it has ended on a daemon, or will never have one. */
    boolean isEnded() {
        return state == ENDED || state == ARRIVING;
    }

    /** Returns whether it is tried again if its value does not arrive. */
    boolean isArriving() {
        return state == ARRIVING;
    }

    boolean isSent() {
        return state instanceof Sent;
    }

    /** Returns whether it was sent ahead to a daemon that has no thread for it yet. */
    boolean isAhead() {
        return state instanceof Sent sent && sent.isAhead;
    }

    /** Returns whether its daemon has a thread for it. */
    boolean isRunning() {
        return state instanceof Sent sent && !sent.isAhead;
    }

    /** Returns whether it still has the seat of this sending: the ending of an earlier one is not its own. */
    boolean isIn(Sent sent) {
        return state == sent;
    }

    /** Gives it its body. */
    void setBody(Body encoded) {
        body = encoded;
    }

    /** Adds it to a queue; the limit ends its wait. */
    void markQueued(TaskQueue queue, Disposable limitOfWait) {
        enter(new Queued(queue, limitOfWait));
        queue.add(this);
    }

    /** Adds it to the queue at the place that was kept for it. */
    void markQueued(TaskQueue queue, Reservation places) {
        enter(new Queued(queue, Timer.NOT_SET));
        queue.add(this, places);
    }

    /** Moves it from one queue into another; its wait goes on. */
    void moveTo(TaskQueue other) {
        Queued before = (Queued) state;
        before.queue.remove(this);
        state = new Queued(other, before.limit);
        other.add(this);
    }

    /** Takes it out of its queue, before it is sent or ends. */
    void leaveQueue() {
        ((Queued) state).queue.remove(this);
    }

    void markLinedUp(SetupTask task, Disposable limitOfWait) {
        setup = task;
        enter(new LinedUp(task, limitOfWait));
    }

    /** Marks that a daemon has it. While it is ahead there, its wait goes on. */
    void markSent(Sent sent) {
        if (sent.isAhead) {
            sent.wait = ((Queued) state).limit;
            state = sent;
        } else {
            enter(sent);
            sendings++;
        }
        daemon = sent.link.slot.index;
    }

    /** Marks that its daemon has a thread for it now. */
    Sent markRunning() {
        Sent sent = (Sent) state;
        sent.isAhead = false;
        sendings++;
        return sent;
    }

    /** Marks that it has not begun where it is. If it was ahead it still is, though a thread seemed to be free for it. */
    void markNotBegun() {
        Sent sent = (Sent) state;
        if (sent.wasAhead && !sent.isAhead) {
            sent.isAhead = true;
            sendings--;
        }
    }

    /** Adds it to a queue again from where it was ahead; its wait goes on. */
    void markRecalled(TaskQueue queue) {
        Sent sent = (Sent) state;
        state = new Queued(queue, sent.wait);
        sent.grace.dispose();
        queue.add(this);
    }

    /** Returns whether it is queued and no limit of its own will end its wait. */
    boolean isWaitOver() {
        return state instanceof Queued queued && queued.limit.isDisposed();
    }

    /** Keeps its body, since its value may be lost. */
    void markArriving() {
        enter(ARRIVING);
    }

    /** Ends it, but for the time limit: its value may still be on its way. */
    void markEnded() {
        enter(ENDED);
        body = Body.EMPTY;
        resolver.onEnded();
    }

    private void enter(State next) {
        state.leave();
        state = next;
    }

    /** Ends its time limits, since the task is resolved. */
    void markSettled() {
        limit.dispose();
        if (reservation != null) {
            reservation.settle(this);
        }
    }

    @Override
    public String toString() {
        return label.toString();
    }
}
