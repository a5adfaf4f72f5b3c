package io.mirai.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait, in order of submission: a linked list through the tickets themselves, so that
 * a stopped task leaves from the middle at once. Not thread-safe.
 */
final class TaskQueue {

    private @Nullable TaskTicket first;
    private @Nullable TaskTicket last;
    private long size;

    long size() {
        return size;
    }

    /**
     * Puts a task where its id belongs: new ones last, or nearly so where two threads submit at once; one
     * that comes back to its old place, which is near the head.
     */
    void add(TaskTicket task) {
        if (task.attempts == 0) {
            TaskTicket before = last;
            while (before != null && before.id > task.id) {
                before = before.previous;
            }
            link(before, task, before == null ? first : before.next);
        } else {
            TaskTicket after = first;
            while (after != null && after.id < task.id) {
                after = after.next;
            }
            link(after == null ? last : after.previous, task, after);
        }
    }

    @Nullable
    TaskTicket poll() {
        TaskTicket head = first;
        if (head != null) {
            remove(head);
        }
        return head;
    }

    void remove(TaskTicket task) {
        if (task.previous == null) {
            first = task.next;
        } else {
            task.previous.next = task.next;
        }
        if (task.next == null) {
            last = task.previous;
        } else {
            task.next.previous = task.previous;
        }
        task.previous = null;
        task.next = null;
        size--;
    }

    private void link(@Nullable TaskTicket before, TaskTicket task, @Nullable TaskTicket after) {
        task.previous = before;
        task.next = after;
        if (before == null) {
            first = task;
        } else {
            before.next = task;
        }
        if (after == null) {
            last = task;
        } else {
            after.previous = task;
        }
        size++;
    }
}
