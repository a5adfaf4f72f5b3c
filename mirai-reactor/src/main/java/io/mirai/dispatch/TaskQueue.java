package io.mirai.dispatch;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait, in order of submission. Most arrive in that order: they form a linked list through the entries
 * themselves, so that a stopped task leaves from the middle at once. A task that returns to its old place, or that another
 * thread submitted a moment too late, is kept in a sorted set. The head is the earlier of the two first entries.
 *
 * <pre>
 *   earlier:  ticket 2 · ticket 7                        sorted
 *   in order: ticket 3 ─ reservation 5…100 ─ ticket 101 ─ …   linked
 *                      ▲
 *                      └ ticket 5, when its element is encoded
 * </pre>
 *
 * <p>A {@link Reservation} stands for the elements of a map that are still to come; at the head it makes the tasks behind it
 * wait. No step takes longer than the logarithm of the size of the sorted set. Not thread-safe.
 */
final class TaskQueue {

    /** Sorts a map's tickets before the reservation for the rest, whose order is that of the last element. */
    private static final Comparator<QueueEntry> ORDER =
            Comparator.comparingLong(QueueEntry::order).thenComparing(entry -> entry instanceof Reservation);

    private final Counts counts;
    private @Nullable QueueEntry first;
    private @Nullable QueueEntry last;
    private final TreeSet<QueueEntry> earlier = new TreeSet<>(ORDER);

    /**
     * Makes an empty queue.
     *
     * @param counts counts its tasks, with those of the other queues of the profile
     */
    TaskQueue(Counts counts) {
        this.counts = counts;
    }

    /** Adds an entry at its place in the order. */
    void add(QueueEntry entry) {
        if (last == null || last.order() < entry.order()) {
            link(last, entry, null);
        } else {
            addEarlier(entry);
        }
        counts.addQueued(entry.tasks());
    }

    /** Adds a ticket at the first of the places that are kept for its map. */
    void add(Ticket ticket, Reservation places) {
        if (places.isEarlier) {
            addEarlier(ticket);
        } else {
            link(places.previous, ticket, places);
        }
        counts.addQueued(1);
        reduce(places, 1);
    }

    /** Gives up some of the places of a reservation, which has at least as many. */
    void reduce(Reservation places, long tasks) {
        if (tasks == 0) {
            return;
        }
        places.reduce(tasks);
        counts.addQueued(-tasks);
        if (places.tasks() == 0) {
            unlink(places);
        }
    }

    /** Returns the task at the head; null if there is none, or it is still to come. */
    @Nullable
    Ticket peek() {
        return head() instanceof Ticket ticket ? ticket : null;
    }

    /** Returns the entry at the head; null if there is none. */
    @Nullable
    QueueEntry head() {
        if (earlier.isEmpty()) {
            return first;
        }
        QueueEntry returned = earlier.first();
        return first == null || ORDER.compare(returned, first) < 0 ? returned : first;
    }

    /** Returns the earlier of two tasks; null if there is none. */
    static @Nullable Ticket first(@Nullable Ticket one, @Nullable Ticket other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return ORDER.compare(one, other) < 0 ? one : other;
    }

    void remove(Ticket ticket) {
        unlink(ticket);
        counts.addQueued(-1);
    }

    private void addEarlier(QueueEntry entry) {
        entry.isEarlier = true;
        earlier.add(entry);
    }

    private void unlink(QueueEntry entry) {
        if (entry.isEarlier) {
            earlier.remove(entry);
            entry.isEarlier = false;
            return;
        }
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
    }

    private void link(@Nullable QueueEntry before, QueueEntry entry, @Nullable QueueEntry after) {
        entry.previous = before;
        entry.next = after;
        if (before == null) {
            first = entry;
        } else {
            before.next = entry;
        }
        if (after == null) {
            last = entry;
        } else {
            after.previous = entry;
        }
    }
}
