package io.mirai.dispatch;

import io.mirai.MiraiQueueFull;
import io.mirai.drain.Stack;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Bounds how many tasks wait in the queue of one profile, and how many bytes their bodies have.
 *
 * <pre>
 *   caller ──tryPass──► counted, in the queue ──sent, or ended before──► release
 *      │ no room             ▲                                              │
 *      └─► line of waiters ──┴── the first passes ◄──────── there is room ──┘
 * </pre>
 *
 * <p>A task passes if fewer tasks than the limit wait and there is room for its bytes, or if nothing waits: so a task that is
 * longer than the limit passes alone. A task that has just come never overtakes the line. A waiter without a body makes it when
 * it is the first: so at most one body exists that has not passed. The elements of a map, which have their places in the queue
 * from the start, pass without waiting, since the tasks behind them wait for them. So does a task that returns from a
 * daemon. Both are counted all the same.
 *
 * <p>Any thread may try to pass; the line belongs to the drain loop.
 */
public final class Admission {

    /**
     * Counts the tasks that have passed and were not sent yet, their bytes, and the waiters. Each change makes a new object, so one
     * compare-and-set covers all three.
     */
    private record Load(long tasks, long bytes, int waiting) {

        static final Load EMPTY = new Load(0, 0, 0);

        boolean fits(QueueLimits limits, long more) {
            return tasks < limits.tasks() && (tasks == 0 || more <= limits.bytes() - bytes);
        }

        Load with(long more) {
            return new Load(tasks + 1, bytes + more, waiting);
        }

        Load without(long less) {
            return new Load(tasks - 1, bytes - less, waiting);
        }

        Load waiting(int number) {
            return new Load(tasks, bytes, number);
        }
    }

    /** More than it takes from here to the queue: what has passed is to arrive there. */
    private static final int STACK_FRAMES = 256;

    private static final AtomicReferenceFieldUpdater<Admission, Load> LOAD =
            AtomicReferenceFieldUpdater.newUpdater(Admission.class, Load.class, "load");

    private final String profile;
    private final QueueLimits limits;
    private final boolean bounded;
    private final EventLoop loop;
    private final Consumer<AdmissionWaiter.Admitted> queue;
    private volatile Load load = Load.EMPTY;

    // Only the drain loop touches these.
    private final Set<AdmissionWaiter> line = new LinkedHashSet<>();
    private boolean serving;
    private @Nullable String closedBecause;

    /** When the first in the line began to wait. */
    private volatile long oldest;

    /**
     * Makes a gate before an empty queue.
     *
     * @param queue queues a task that has waited, in the loop
     */
    Admission(String profile, QueueLimits limits, EventLoop loop, Consumer<AdmissionWaiter.Admitted> queue) {
        this.profile = profile;
        this.limits = limits;
        this.bounded = !limits.equals(QueueLimits.NONE);
        this.loop = loop;
        this.queue = queue;
    }

    /** Makes a gate that every task passes, for a profile without a queue. */
    static Admission open(String profile) {
        EventLoop none = new EventLoop(profile, Schedulers.immediate());
        return new Admission(profile, QueueLimits.NONE, none, admitted -> {});
    }

    // ---- For any thread ----

    /**
     * Counts a task of so many bytes as passed, if there is room and nobody waits.
     *
     * @return whether it has passed; the caller submits it then
     */
    public boolean tryPass(long bytes) {
        if (!bounded) {
            return true;
        }
        var unused = Stack.require(STACK_FRAMES);
        Load now;
        do {
            now = load;
            if (now.waiting > 0 || !now.fits(limits, bytes)) {
                return false;
            }
        } while (!LOAD.compareAndSet(this, now, now.with(bytes)));
        return true;
    }

    /** Submits a task that has passed; if that fails, it has not passed. */
    public void orGiveBack(long bytes, Runnable submitting) {
        try {
            submitting.run();
        } catch (Throwable e) {
            if (bounded) {
                change(now -> now.without(bytes));
                loop.post(this::serve);
            }
            throw e;
        }
    }

    /** Returns whether a short task would pass now. */
    public boolean hasRoom() {
        Load now = load;
        return !bounded || (now.waiting == 0 && hasRoom(now));
    }

    private boolean hasRoom(Load now) {
        return now.fits(limits, 1);
    }

    /** Returns how many callers wait in the line. */
    int waiting() {
        return load.waiting;
    }

    /** Makes the failure of a caller that may not wait, with the figures of this moment. */
    public MiraiQueueFull full() {
        Load now = load;
        Duration longest = now.waiting == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest);
        return new MiraiQueueFull(
                Texts.queueFull(profile, limits, now.tasks, now.bytes, now.waiting, longest),
                limits.tasks(),
                now.tasks,
                limits.bytes(),
                now.bytes,
                longest);
    }

    /** Puts a waiter at the end of the line. */
    public void await(AdmissionWaiter waiter) {
        loop.post(() -> join(waiter));
    }

    /** Tells the length of the body that a waiter has made in its turn. */
    public void weigh(AdmissionWaiter waiter, long bytes) {
        loop.post(() -> {
            waiter.setBytes(bytes);
            serve();
        });
    }

    /** Takes a waiter out of the line and tells it so, if it still stands there. */
    public void leave(AdmissionWaiter waiter) {
        loop.post(() -> {
            if (remove(waiter)) {
                waiter.onLeft();
                serve();
            }
        });
    }

    // ---- In the loop ----

    private void join(AdmissionWaiter waiter) {
        if (closedBecause != null) {
            waiter.onClosed(closedBecause);
        } else if (waiter.tryJoin()) { // or this is the second time, and it may have passed in the first
            line.add(waiter);
            countWaiting();
            serve();
        }
    }

    private boolean remove(AdmissionWaiter waiter) {
        boolean waited = line.remove(waiter);
        if (waited) {
            countWaiting();
        }
        return waited;
    }

    private void countWaiting() {
        AdmissionWaiter first = first();
        if (first != null) {
            oldest = first.since();
        }
        change(now -> now.waiting(line.size()));
    }

    private void change(UnaryOperator<Load> change) {
        Load now;
        do {
            now = load;
        } while (!LOAD.compareAndSet(this, now, change.apply(now)));
    }

    private @Nullable AdmissionWaiter first() {
        var all = line.iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Counts a task that is queued without having waited: an element of a map, or a task that returns. */
    void charge(Ticket ticket) {
        if (bounded && !ticket.isAdmitted()) {
            long bytes = ticket.body().length();
            ticket.markAdmitted(bytes);
            change(now -> now.with(bytes));
        }
    }

    /** Counts a task no longer, since it has left the queue. */
    void release(Ticket ticket) {
        if (bounded && ticket.isAdmitted()) {
            release(ticket.takeAdmittedBytes());
        }
    }

    private void release(long bytes) {
        change(now -> now.without(bytes));
        serve();
    }

    /** Lets the first in the line pass while there is room for them, one batch in an event. */
    private void serve() {
        if (serving || line.isEmpty()) {
            return; // a task queued below may be sent at once, which makes room and comes here: that loop looks again
        }
        serving = true;
        try {
            for (int served = 0; served < EventLoop.BATCH; served++) {
                if (!tryServeFirst()) {
                    return;
                }
            }
        } finally {
            serving = false;
        }
        loop.post(this::serve);
    }

    private boolean tryServeFirst() {
        AdmissionWaiter waiter = first();
        if (waiter == null) {
            return false;
        }
        if (!waiter.isWeighed()) {
            if (hasRoom(load) && waiter.tryTurn()) {
                waiter.onTurn();
            }
            return waiter.isWeighed();
        }
        Load now;
        do {
            now = load;
            if (!now.fits(limits, waiter.bytes())) {
                return false;
            }
        } while (!LOAD.compareAndSet(this, now, now.with(waiter.bytes())));
        remove(waiter);
        admit(waiter);
        return true;
    }

    private void admit(AdmissionWaiter waiter) {
        AdmissionWaiter.Admitted admitted;
        try {
            admitted = waiter.onAdmitted();
        } catch (Throwable e) { // such as an OutOfMemoryError; the waiter would wait for ever
            change(now -> now.without(waiter.bytes()));
            waiter.onClosed(Texts.eventFailed(profile, e));
            loop.report(e);
            return;
        }
        admitted.ticket().markAdmitted(waiter.bytes());
        queue.accept(admitted);
    }

    /** Refuses all waiters from now on. */
    void close(String reason) {
        closedBecause = reason;
    }

    /** Tells the first in the line that the profile is closed; returns false if the line is empty. */
    boolean closeNext() {
        AdmissionWaiter first = first();
        if (first != null) {
            try {
                remove(first);
            } finally {
                first.onClosed(String.valueOf(closedBecause));
            }
        }
        return first != null;
    }
}
