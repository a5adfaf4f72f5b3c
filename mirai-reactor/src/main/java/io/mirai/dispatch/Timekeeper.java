package io.mirai.dispatch;

import io.mirai.MiraiTimeout;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the time limits of the tasks of one profile: each has an event in the loop of the {@link Dispatcher}, which
 * fails the task, and then what the dispatcher does with a task that nobody wants any more. The limits of a map's elements are
 * one event for all of them, since they were submitted at once. Only that loop calls it.
 */
final class Timekeeper {

    /** What it needs of the dispatcher. */
    interface Tasks {

        /** A task has its outcome, and its work is not wanted any more. */
        void withdraw(TaskTicket task);

        /** Those that are still to come are to fail with this. */
        void failRest(Reservation places, MiraiTimeout error);

        /** How much there is to do, for messages. */
        String load();
    }

    private final String profile;
    private final EventLoop loop;
    private final Tasks tasks;

    Timekeeper(String profile, EventLoop loop, Tasks tasks) {
        this.profile = profile;
        this.loop = loop;
        this.tasks = tasks;
    }

    /** The task is submitted; if it was so before, its time goes on. */
    void limit(TaskTicket task) {
        if (task.limits.total() != null && task.timer.isDisposed()) {
            task.timer = loop.after(task.limits.total(), () -> timeOut(task));
        }
    }

    /** The task begins to wait, for the first time or again. */
    void limitWait(TaskTicket task) {
        Duration limit = task.limits().inQueue();
        if (limit != null) {
            int attempts = task.attempts;
            task.queueTimer = loop.after(limit, () -> timeOutInQueue(task, attempts));
        }
    }

    /** All tasks that these places are for are submitted. */
    void limit(Reservation places) {
        if (places.limits.total() != null) {
            places.timer = loop.after(places.limits.total(), () -> timeOut(places));
        }
        if (places.limits.inQueue() != null) {
            places.queueTimer = loop.after(places.limits.inQueue(), () -> timeOutInQueue(places));
        }
    }

    /** A task has come to its place, or is known before: the time of all of them may be over. */
    void checkLate(TaskTicket task, Reservation places) {
        if (places.timedOut) {
            timeOut(task);
        } else if (places.timedOutInQueue) {
            timeOutInQueue(task, 0);
        }
    }

    private void timeOut(TaskTicket task) {
        if (task.resolver.tryFail(new MiraiTimeout(explain(task)))) {
            tasks.withdraw(task);
        }
    }

    /** An event of before the task was sent and came back means the earlier wait, so it means nothing now. */
    private void timeOutInQueue(TaskTicket task, int attempts) {
        if (task.isWaiting()
                && task.attempts == attempts
                && task.resolver.tryFail(
                        new MiraiTimeout(explainWait(task, task.limits().inQueue(), task.attempts > 0)))) {
            tasks.withdraw(task);
        }
    }

    private void timeOut(Reservation places) {
        places.timedOut = true;
        List.copyOf(places.known).forEach(this::timeOut);
        Duration limit = places.limits.total();
        tasks.failRest(places, new MiraiTimeout(Texts.timeoutInQueue(profile, places, limit, tasks.load())));
    }

    private void timeOutInQueue(Reservation places) {
        places.timedOutInQueue = true;
        List.copyOf(places.known).forEach(task -> timeOutInQueue(task, 0));
        tasks.failRest(places, new MiraiTimeout(explainWait(places, places.limits.inQueue(), false)));
    }

    private String explain(TaskTicket task) {
        Duration limit = task.limits().total();
        return switch (task.place) {
            case NEW, QUEUED, LINED_UP -> Texts.timeoutInQueue(profile, task, limit, tasks.load());
            case SENT -> Texts.timeoutOnDaemon(profile, task, limit, task.daemon);
            case ENDED -> Texts.timeoutOfValue(profile, task, limit);
        };
    }

    private String explainWait(Object waiting, @Nullable Duration limit, boolean wasSent) {
        return Texts.queueTimeout(profile, waiting, limit, wasSent, tasks.load());
    }
}
