package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One task as the dispatcher sees it: its body on the way to a daemon. Only the drain loop reads or changes what is not
 * final.
 *
 * <pre>
 *                  ┌───────────── never started, or tried again ─────────────┐
 *                  ▼                                                         │
 *   Fresh ──► Queued ──────────── has a seat ────────────► Sent ─────────────┤
 *     │          │  for a setup task: LinedUp ──► Sent       │               │
 *     │          │                                           │ ending, or end of the link
 *     └──────────┴── resolved before it was sent ──► Ended ◄─┘
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>what the caller owes</th></tr>
 *   <tr><td>Fresh</td><td>submit, a daemon's own queue</td><td>Queued</td><td>match</td></tr>
 *   <tr><td>Fresh</td><td>everywhere</td><td>LinedUp</td><td>offer it to a daemon</td></tr>
 *   <tr><td>Queued, LinedUp</td><td>a seat</td><td>Sent</td><td>send it</td></tr>
 *   <tr><td>Sent</td><td>never started, or may be tried again</td><td>Queued, LinedUp</td><td>the seat was given back before</td></tr>
 *   <tr><td>any but Ended</td><td>resolved early, ending, end of the link</td><td>Ended</td><td>the queue or the seat was left before</td></tr>
 * </table>
 *
 * <p>This is where the task is, which is apart from its outcome: the mirai may be resolved long before, by a stop or a
 * timeout; a task that was sent keeps its seat until the daemon's thread has left user code.
 */
public final class Ticket extends QueueEntry {

    /** Where a task is. Each state holds what it needs. */
    sealed interface State permits Fresh, Queued, LinedUp, Sent, Ended {

        /** The task leaves this state. */
        default void leave() {}
    }

    /** It is not submitted yet, or only announced. */
    record Fresh() implements State {}

    /**
     * It waits for a seat.
     *
     * @param queue the queue of all daemons, or that of one slot
     * @param limit ends the wait
     */
    record Queued(TaskQueue queue, Disposable limit) implements State {

        @Override
        public void leave() {
            limit.dispose();
        }
    }

    /**
     * It waits until a daemon can run it as its setup.
     *
     * @param setup what every daemon runs
     * @param limit ends the wait
     */
    record LinedUp(SetupTask setup, Disposable limit) implements State {

        @Override
        public void leave() {
            limit.dispose();
        }
    }

    /** A daemon has it. */
    static final class Sent implements State {

        final SlotLink link;
        final int seat;
        final long sequence;

        /** Its ending is here: only what follows from that ends it. */
        boolean answered;

        /** It was told to stop, and has not for too long. */
        boolean overdue;

        /** Ends the time that it has to stop. */
        Disposable grace = Disposables.disposed();

        Sent(SlotLink link, int seat, long sequence) {
            this.link = link;
            this.seat = seat;
            this.sequence = sequence;
        }

        @Override
        public void leave() {
            grace.dispose();
        }
    }

    /** No daemon has it, or will have it again. */
    record Ended() implements State {}

    private static final State FRESH = new Fresh();
    private static final State ENDED = new Ended();
    private static final int ANY = -1;
    private static final long NOT_ADMITTED = -1;

    final TaskLabel label;
    final Work work;
    final TaskResolver resolver;
    private final TaskLimits limits;
    private final @Nullable Reservation reservation;

    private State state = FRESH;

    /** With how many bytes the gate before the queue counts it. */
    private long admittedBytes = NOT_ADMITTED;

    private Body body = Body.EMPTY;

    /** What every daemon runs, if it is that; null for a task like others. */
    @Nullable
    SetupTask setup;

    /** Whether its daemon may not stay if it fails. */
    boolean admits;

    /** The slot whose daemon alone may run it; {@link #ANY} if any may. */
    private int pinnedTo = ANY;

    /** The slot of the daemon that had it last; −1 if none had. */
    int daemon = -1;

    /** How often it was handed to a daemon. */
    int sendings;

    /** How often it has begun there, or may have; the last time is counted when it is over. */
    private volatile int attempts;

    /** Whether it had begun in the attempts that are counted. */
    private Started before = Started.NO;

    /** Ends the time until its outcome. */
    Disposable limit = Disposables.disposed();

    /**
     * A task that was not submitted yet.
     *
     * @param reservation what keeps a place for it, and has its limits; null if it takes one of its own
     */
    public Ticket(
            TaskLabel label, Work work, TaskLimits limits, @Nullable Reservation reservation, TaskResolver resolver) {
        this.label = label;
        this.work = work;
        this.limits = limits;
        this.reservation = reservation;
        this.resolver = resolver;
    }

    /** Which task it is. */
    public TaskLabel label() {
        return label;
    }

    /** Lets only the daemon of this slot run it. To be said before it is submitted. */
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

    /** The map whose element it is for, if that reserved a place for it. */
    @Nullable
    Reservation reservation() {
        return reservation;
    }

    /** Those of its map, or its own. */
    TaskLimits limits() {
        return reservation == null ? limits : reservation.limits;
    }

    Body body() {
        return body;
    }

    // ---- The gate before the queue ----

    /** It has passed the gate, which counts it with so many bytes. To be said before it is submitted. */
    public void markAdmitted(long bytes) {
        admittedBytes = bytes;
    }

    boolean isAdmitted() {
        return admittedBytes != NOT_ADMITTED;
    }

    /** The gate counts it no more, with as many bytes as this brings. */
    long takeAdmittedBytes() {
        long bytes = admittedBytes;
        admittedBytes = NOT_ADMITTED;
        return bytes;
    }

    // ---- Attempts ----

    /** How many times the task has begun on a daemon, or may have; the one that it is with now is counted when that is over. */
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
     * Whether it has ever begun.
     *
     * @param now whether it has where it is now
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

    boolean isEnded() {
        return state == ENDED;
    }

    boolean isSent() {
        return state instanceof Sent;
    }

    /** Whether it is with this daemon, in the seat that it was given then: a later ending of an earlier link is not its own. */
    boolean isIn(Sent sent) {
        return state == sent;
    }

    /** Gives it what is to be sent. */
    void setBody(Body encoded) {
        body = encoded;
    }

    /** Puts it into a queue; the limit ends its wait. */
    void markQueued(TaskQueue queue, Disposable limitOfWait) {
        enter(new Queued(queue, limitOfWait));
        queue.add(this);
    }

    /** Puts it where its place was kept. */
    void markQueued(TaskQueue queue, Reservation places) {
        enter(new Queued(queue, Disposables.disposed()));
        queue.add(this, places);
    }

    /** Puts it from one queue into another; its wait goes on. */
    void moveTo(TaskQueue other) {
        Queued before = (Queued) state;
        before.queue.remove(this);
        state = new Queued(other, before.limit);
        other.add(this);
    }

    /** Takes it out of its queue, for its seat or its end. */
    void leaveQueue() {
        ((Queued) state).queue.remove(this);
    }

    void markLinedUp(SetupTask task, Disposable limitOfWait) {
        setup = task;
        enter(new LinedUp(task, limitOfWait));
    }

    void markSent(Sent sent) {
        enter(sent);
        daemon = sent.link.slot.index;
        sendings++;
    }

    /** Gives up everything but the time limit, which a value that is still on its way may pass. */
    void markEnded() {
        enter(ENDED);
        body = Body.EMPTY;
        resolver.onEnded();
    }

    private void enter(State next) {
        state.leave();
        state = next;
    }

    /** Ends its time limits: its task is resolved. */
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
