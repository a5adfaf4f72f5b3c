package io.mirai.dispatch;

import io.mirai.spi.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Matches the tasks that wait with free seats, and sends them. Only the drain loop calls it.
 *
 * <pre>
 *   common queue ──placement──► a slot ──┬── a free seat ──► sent
 *                                        └── in turn: its own queue, and sent when a seat is free
 * </pre>
 *
 * <p>A free seat goes first to what waits for its daemon alone. A task that was resolved while it waited is dropped before it
 * is sent: whoever stopped it has been told that it never runs.
 */
final class Matcher {

    /** Hears how a task has ended on its daemon, on an event loop. */
    @FunctionalInterface
    interface Replies {

        void onReply(Ticket ticket, Ticket.Sent sent, Reply reply);
    }

    private final EventLoop loop;
    private final Counts counts;
    private final Setups setups;
    private final Placement placement;
    private final Timekeeper time;
    private final Admission admission;
    private final Ends ends;
    private final Replies replies;

    /** The tasks that any daemon may run. */
    final TaskQueue queue;

    private boolean closed;

    /** Queues of slots that have lost their daemon. The common queue waits for what returns from there, which came first. */
    private final Deque<TaskQueue> returning = new ArrayDeque<>();

    private boolean isToGoOn;

    Matcher(
            EventLoop loop,
            Counts counts,
            Setups setups,
            Placement placement,
            Timekeeper time,
            Admission admission,
            Ends ends,
            Replies replies) {
        this.loop = loop;
        this.counts = counts;
        this.setups = setups;
        this.placement = placement;
        this.time = time;
        this.admission = admission;
        this.ends = ends;
        this.replies = replies;
        this.queue = new TaskQueue(counts);
    }

    /** Sends nothing any more. */
    void close() {
        closed = true;
    }

    /** Returns what waits in a queue of one slot to the common queue. */
    void takeBack(TaskQueue placed) {
        returning.add(placed);
        loop.doInBatches(this::returnNext);
    }

    private boolean returnNext() {
        TaskQueue from = returning.peek();
        Ticket next = from == null ? null : from.peek();
        if (next != null) {
            next.moveTo(queue);
        } else if (from != null) {
            returning.remove();
            match();
        }
        return from != null;
    }

    /** The queues that are not empty for lack of time. */
    Deque<TaskQueue> returning() {
        return returning;
    }

    /** Sends from the head of the queue while a slot may have a task; the rest, if that is long, in events to come. */
    void match() {
        for (int matched = 0; matched < EventLoop.BATCH; matched++) {
            Ticket task = closed || !returning.isEmpty() ? null : queue.peek();
            Slot slot = task == null ? null : placement.next();
            if (task == null || slot == null) {
                return;
            }
            if (placement.waitsThere()) {
                slot.place(task);
            } else {
                task.leaveQueue();
                hand(task, slot);
            }
            offer(slot);
        }
        goOn();
    }

    private void goOn() {
        if (!isToGoOn) {
            loop.post(() -> {
                isToGoOn = false;
                match();
            });
            isToGoOn = true; // the loop is busy with this event, so the other is still to come
        }
    }

    /** A free seat of a slot goes to what waits for it alone; then the slot lines up for the next task. */
    void offer(Slot slot) {
        if (closed) {
            return;
        }
        int handed = 0;
        for (Ticket own = slot.pollOwn(); own != null; own = slot.pollOwn()) {
            hand(own, slot);
            if (++handed == EventLoop.BATCH) {
                loop.post(() -> offer(slot));
                return;
            }
        }
        placement.offer(slot);
    }

    private void hand(Ticket ticket, Slot slot) {
        try {
            send(ticket, slot);
        } catch (Throwable e) { // it has left its queue, and the others are to be matched all the same
            breakOff(ticket, slot, e);
        }
        admission.release(ticket); // only now: what passes the gate for it may be sent at once, and comes later
    }

    private void breakOff(Ticket ticket, Slot slot, Throwable failure) {
        loop.report(failure);
        if (!ticket.isSent()) { // or the end of its link settles it
            SlotLink link = slot.link();
            if (link != null) {
                link.lane.end(ticket);
            }
            ends.fail(ticket, ends.broken(ticket, failure));
        }
    }

    /**
     * Sends a task, unless it was resolved while it waited.
     *
     * <pre>
     *   T1: stop() ends the mirai · · · · · · · · posts its release
     *   T2:                        isResolved(): dropped
     * </pre>
     */
    private void send(Ticket ticket, Slot slot) {
        SlotLink link = requireLink(slot);
        if (ticket.resolver.isResolved() || !ticket.resolver.tryBegin()) {
            ticket.markSettled();
            setups.drop(ticket, link);
            ticket.markEnded();
            return;
        }
        if (ticket.setup != null) {
            time.limit(ticket); // that of a daemon that joins was made just now
        }
        Ticket.Sent sent = link.seat(ticket);
        slot.countAssigned();
        counts.addExecuting(1);
        try {
            link.send(ticket, sent, reply -> replies.onReply(ticket, sent, reply));
            ticket.resolver.onSent(link.link);
        } catch (Throwable e) { // the end of its link settles it; the others are to be matched all the same
            link.markBroken();
            loop.report(e);
        }
    }

    private static SlotLink requireLink(Slot slot) {
        @Nullable SlotLink link = slot.link();
        if (link == null) {
            throw new IllegalStateException(Texts.slotIsEmpty(slot.index));
        }
        return link;
    }
}
