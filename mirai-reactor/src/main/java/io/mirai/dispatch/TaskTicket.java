package io.mirai.dispatch;

import io.mirai.MiraiReset.Started;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One task as the dispatcher sees it: its body on the way to a slot. Only the drain loop of {@link
 * Dispatcher} reads or changes what is not final.
 *
 * <pre>
 *   NEW ──submit──► QUEUED ──send──► SENT ──reply, or end of the link──► ENDED
 *                     ▲                │                                   ▲
 *                     └─ never started ┘   NEW, QUEUED ──resolved early ───┘
 * </pre>
 *
 * <p>One that every daemon runs, see {@link Everywhere}, is LINED_UP where others are QUEUED: for a daemon that is still to
 * come, or before the tasks of one that is there.
 *
 * <p>This is the task's <em>place</em>, which is apart from its life: the mirai may be resolved long
 * before, by a stop or a timeout; a SENT task keeps its place on the slot until the daemon's thread
 * has left user code.
 */
public final class TaskTicket extends Queued {

    enum Place {
        NEW,
        QUEUED,
        LINED_UP,
        SENT,
        ENDED
    }

    private static final int ANY = -1;

    final TaskLabel label;
    final Work work;
    final TaskLimits limits;
    final @Nullable Reservation reservation;
    final TaskResolver resolver;

    Place place = Place.NEW;
    Body body = Body.EMPTY;

    /** How often it was handed to a daemon. */
    int sendings;

    /** How often it has begun there, or may have; the last time is counted when it is over. */
    private volatile int attempts;

    /** Whether it had begun in the attempts that are counted. */
    private Started before = Started.NO;

    long sequence;
    int seat;

    /** The queue that it stands in; null if in none. */
    @Nullable
    TaskQueue queue;

    /** The slot whose daemon alone may run it; {@link #ANY} if any may. */
    int pinnedTo = ANY;

    /** What it is done everywhere for; null if it is a task like others. */
    @Nullable
    Everywhere everywhere;

    /** Whether its daemon may not stay if it fails. */
    boolean admits;

    /** The index of the slot to which it was sent last. */
    int daemon = -1;

    @Nullable
    Slot slot;

    /** Told to stop, and past the grace. */
    boolean overdue;

    Disposable timer = Disposables.disposed();
    Disposable queueTimer = Disposables.disposed();
    Disposable graceTimer = Disposables.disposed();

    /**
     * A task that was not submitted yet.
     *
     * @param reservation what keeps a place for it, and has its limits; null if it takes one of its own
     */
    public TaskTicket(
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

    /** Only the daemon of this slot may run it. To be said before it is submitted. */
    public void pinTo(int slot) {
        pinnedTo = slot;
    }

    boolean isPinned() {
        return pinnedTo != ANY;
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

    /** How many times the task has begun on a daemon, or may have; the one that it is with now is counted when that is over. */
    public int attempts() {
        return attempts;
    }

    /**
     * It has begun where it was, or may have, and that is over.
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

    /** Those of the map that it belongs to, or its own. */
    TaskLimits limits() {
        return reservation == null ? limits : reservation.limits;
    }

    /** Whether no daemon has got it yet, or has it any more. */
    boolean isWaiting() {
        return place == Place.NEW || place == Place.QUEUED || place == Place.LINED_UP;
    }

    /** Gives up everything but the time limit, which a value that is still on its way may pass. */
    void markEnded() {
        place = Place.ENDED;
        body = Body.EMPTY;
        slot = null;
        queueTimer.dispose();
        graceTimer.dispose();
        resolver.onEnded();
    }

    /** Its task has its outcome: no time limit matters any more. */
    void markSettled() {
        timer.dispose();
        if (reservation != null) {
            reservation.settle(this);
        }
    }

    @Override
    public String toString() {
        return label.toString();
    }
}
