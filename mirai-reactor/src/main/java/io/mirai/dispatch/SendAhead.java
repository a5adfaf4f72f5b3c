package io.mirai.dispatch;

import io.mirai.spi.Link;
import org.jspecify.annotations.Nullable;

/**
 * Sends short tasks ahead to daemons whose threads are all busy, and recalls them where they would wait. Only the drain loop calls
 * it.
 *
 * <pre>
 *   queue ──no thread is free anywhere──► the link with the least ahead, while its {@link Window} has room
 *     ▲                                     │
 *     │                                     ├── another thread is free, and the queue is empty: half
 *     └───────── recalled, not begun ◄──────┤── the daemon brings no answer for a while: all
 *                                           └── the daemon leaves, or a setup task is to come first: all
 * </pre>
 *
 * <p>A daemon may die with what is ahead. A task is sent ahead only where the start ledger tells that it had not begun, to daemons
 * of this machine, or where it may be tried again. Those that stream or have long bodies never are: what they take is
 * not measured by the window.
 */
final class SendAhead {

    private static final int MOST_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Policy policy;

    /** The slots with room, the one with the least ahead first: those whose start ledger can be read, and the others. */
    private final RankedSlots near = new RankedSlots(slot -> slot.hasRoomAhead() && slot.isNear());

    private final RankedSlots far = new RankedSlots(slot -> slot.hasRoomAhead() && !slot.isNear());

    /** The slots from which tasks can be recalled, the one with the most first. */
    private final RankedSlots laden = new RankedSlots(slot -> toRecall(slot) > 0);

    SendAhead(EventLoop loop, Policy policy) {
        this.loop = loop;
        this.policy = policy;
    }

    private static int toRecall(Slot slot) {
        SlotLink link = slot.link();
        return link == null ? 0 : link.seats.toRecall();
    }

    /** Considers a slot, about which something has changed. */
    void offer(Slot slot) {
        SlotLink link = slot.link();
        if (link != null && link.lane.isFirst() && link.seats.toRecall() > 0) {
            link.recall(Integer.MAX_VALUE);
        }
        int ahead = link == null ? 0 : link.seats.ahead();
        near.rank(slot, ahead);
        far.rank(slot, ahead);
        laden.rank(slot, Link.MOST_AHEAD - toRecall(slot));
        if (link != null) {
            watch(link);
        }
    }

    /** Chooses the slot to which a task is sent ahead; null if it is not. */
    @Nullable
    Slot next(Ticket task) {
        if (task.work.streams() || task.body().length() > MOST_BYTES) {
            return null;
        }
        Slot here = near.lowest();
        Slot there = LinkLoss.mayTryAgain(task, policy) ? far.lowest() : null;
        if (here == null || there == null) {
            return here == null ? there : here;
        }
        return ahead(here) <= ahead(there) ? here : there;
    }

    private static int ahead(Slot slot) {
        SlotLink link = slot.link();
        return link == null ? 0 : link.seats.ahead();
    }

    /** Recalls tasks for a slot that has a free thread, while none wait in the queue. */
    void recallFor(Slot idle) {
        Slot from = laden.lowest();
        SlotLink there = from == null ? null : from.link();
        SlotLink here = idle.link();
        if (from != null && there != null && here != null) {
            here.recallFrom(there);
            offer(from);
        }
    }

    /** Recalls all that is ahead on a link. */
    void recall(SlotLink link) {
        link.recall(Integer.MAX_VALUE);
        offer(link.slot);
    }

    private void watch(SlotLink link) {
        if (!link.isWatched && isLaden(link)) {
            long noted = link.window.noted();
            loop.after(link.window.patience(), () -> look(link, noted));
            link.isWatched = true;
        }
    }

    /** Returns whether tasks are ahead that can be recalled, or for which another link waits since they were. */
    private static boolean isLaden(SlotLink link) {
        return link.seats.toRecall() > 0 || (link.seats.ahead() > 0 && link.window.isOpen());
    }

    private void look(SlotLink link, long notedBefore) {
        link.isWatched = false;
        if (link.isOver()) {
            return;
        }
        if (link.window.noted() == notedBefore && isLaden(link)) {
            link.window.markStalled();
            recall(link);
        } else {
            watch(link);
        }
    }
}
