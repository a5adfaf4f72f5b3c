package io.mirai.dispatch;

import io.mirai.spi.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Matches the tasks that wait with free threads of daemons, and sends them. Only the drain loop calls it.
 *
 * <pre>
 *   common queue ──Placement──► a slot ──┬── first free: it has a free thread, or none has ──► sent, or sent ahead
 *                                        └── in turn: the slot's own queue ──a free thread──► sent
 * </pre>
 *
 * <p>A free thread goes first to the tasks that wait for its daemon alone. A task that was resolved while it waited is dropped before
 * it is sent: its caller has been told that it never runs.
 */
final class Matcher {

    /** Hears, on an event loop, how a task has ended on its daemon. */
    @FunctionalInterface
    interface ReplyHandler {

        void onReply(Ticket ticket, Ticket.Sent sent, Reply reply);
    }

    private final EventLoop loop;
    private final Setups setups;
    private final Placement placement;
    private final Timekeeper time;
    private final Admission admission;
    private final Ends ends;
    private final ReplyHandler replies;

    /** The tasks that any daemon may run. */
    final TaskQueue queue;

    private boolean closed;

    /**
     * The queues of slots that have lost their daemon. Their tasks return first, since they came before those in the common
     * queue.
     */
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
            ReplyHandler replies) {
        this.loop = loop;
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

    /** Puts the tasks of one slot's queue back into the common queue. */
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

    /** Returns the queues whose tasks have not all returned yet. */
    Deque<TaskQueue> returning() {
        return returning;
    }

    /** Sends tasks from the head of the queue while a slot can take one, a batch in an event. */
    void match() {
        for (int matched = 0; matched < EventLoop.BATCH; matched++) {
            if (closed || !returning.isEmpty()) {
                return;
            }
            Ticket task = queue.peek();
            if (task == null) {
                placement.onEmptyQueue();
                return;
            }
            Slot slot = placement.next(task);
            if (slot == null) {
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

    /** Gives the free threads of a slot to the tasks that wait for it alone; then the slot lines up for the common queue. */
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
        if (!ticket.isAhead()) { // else it still waits
            // After the send: the task that passes the gate now may be sent at once, and came later.
            admission.release(ticket);
        }
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
            time.limit(ticket); // the ticket for a daemon that joins was made just now
        }
        Ticket.Sent sent = link.seat(ticket);
        try {
            link.send(ticket, sent, reply -> replies.onReply(ticket, sent, reply));
            ticket.resolver.onSent(link.link);
        } catch (Throwable e) { // the end of its link settles it; the other tasks go on
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
