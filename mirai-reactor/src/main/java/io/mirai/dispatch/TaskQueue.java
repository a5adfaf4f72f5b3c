package io.mirai.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait, in order of submission: a linked list through the tickets themselves, so that
 * a stopped task leaves from the middle at once. A {@link Reservation} stands for those of a map that are still to come;
 * at the head it keeps what is behind it waiting. Not thread-safe.
 *
 * <pre>
 *   ticket 3 ─ ticket 4 ─ reservation 5…100 ─ ticket 101 ─ …
 *                       ▲
 *                       └ ticket 5, when it is encoded
 * </pre>
 */
final class TaskQueue {

    private @Nullable Queued first;
    private @Nullable Queued last;
    private long size;

    /** How many tasks wait, those that are still to come included. */
    long size() {
        return size;
    }

    /**
     * Puts a task where its id belongs: new ones last, or nearly so where two threads submit at once; one
     * that comes back to its old place, which is near the head.
     */
    void add(TaskTicket task) {
        task.queue = this;
        if (task.sendings == 0) {
            addNearTheEnd(task);
        } else {
            Queued after = first;
            while (after != null && after.order() < task.id()) {
                after = after.next;
            }
            link(after == null ? last : after.previous, task, after);
        }
    }

    /** Keeps places for tasks that are still to come. */
    void add(Reservation places) {
        if (places.tasks() > 0) {
            addNearTheEnd(places);
            places.queued = true;
        }
    }

    private void addNearTheEnd(Queued fresh) {
        Queued before = last;
        while (before != null && before.order() > fresh.order()) {
            before = before.previous;
        }
        link(before, fresh, before == null ? first : before.next);
    }

    /** Puts a task into the first of the places that were kept for it. */
    void add(TaskTicket task, Reservation places) {
        task.queue = this;
        link(places.previous, task, places);
        reduce(places, 1);
    }

    /** Gives up so many of the places, of which there are as many. */
    void reduce(Reservation places, long tasks) {
        if (tasks == 0) {
            return;
        }
        places.reduce(tasks);
        size -= tasks;
        if (places.tasks() == 0) {
            unlink(places);
        }
    }

    /** The task that is to be sent next; null if there is none, or it is still to come. */
    @Nullable
    TaskTicket peek() {
        return first instanceof TaskTicket task ? task : null;
    }

    /** What stands at the head. */
    @Nullable
    Queued head() {
        return first;
    }

    void remove(TaskTicket task) {
        size--;
        task.queue = null;
        unlink(task);
    }

    private void unlink(Queued one) {
        if (one.previous == null) {
            first = one.next;
        } else {
            one.previous.next = one.next;
        }
        if (one.next == null) {
            last = one.previous;
        } else {
            one.next.previous = one.previous;
        }
        one.previous = null;
        one.next = null;
    }

    private void link(@Nullable Queued before, Queued one, @Nullable Queued after) {
        one.previous = before;
        one.next = after;
        if (before == null) {
            first = one;
        } else {
            before.next = one;
        }
        if (after == null) {
            last = one;
        } else {
            after.previous = one;
        }
        size += one.tasks();
    }
}
