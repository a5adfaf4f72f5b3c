package io.mirai.dispatch;

import io.mirai.MiraiTimeout;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
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
        void failRest(Reservation places, TaskEnd end);

        /** How much there is to do, for messages. */
        Load load();
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
            int sendings = task.sendings;
            task.queueTimer = loop.after(limit, () -> timeOutInQueue(task, sendings));
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
        if (task.resolver.tryFail(end(task))) {
            tasks.withdraw(task);
        }
    }

    /** An event of before the task was sent and came back means the earlier wait, so it means nothing now. */
    private void timeOutInQueue(TaskTicket task, int sendings) {
        if (task.isWaiting()
                && task.sendings == sendings
                && task.resolver.tryFail(endOfWait(task, task.limits().inQueue(), task.sendings > 0))) {
            tasks.withdraw(task);
        }
    }

    private void timeOut(Reservation places) {
        places.timedOut = true;
        List.copyOf(places.known).forEach(this::timeOut);
        tasks.failRest(places, endInQueue(places, places.limits.total()));
    }

    private void timeOutInQueue(Reservation places) {
        places.timedOutInQueue = true;
        List.copyOf(places.known).forEach(task -> timeOutInQueue(task, 0));
        tasks.failRest(places, endOfWait(places, places.limits.inQueue(), false));
    }

    // ---- What was true when the time was over ----

    private TaskEnd end(TaskTicket task) {
        Duration limit = task.limits().total();
        int daemon = task.daemon;
        return switch (task.place) {
            case NEW, QUEUED, LINED_UP -> endInQueue(task, limit);
            case SENT -> () -> new MiraiTimeout(Texts.timeoutOnDaemon(profile, task, limit, daemon));
            case ENDED -> () -> new MiraiTimeout(Texts.timeoutOfValue(profile, task, limit));
        };
    }

    private TaskEnd endInQueue(Queued waiting, @Nullable Duration limit) {
        Load load = tasks.load();
        Supplier<String> name = waiting.name();
        return () -> new MiraiTimeout(Texts.timeoutInQueue(profile, name.get(), limit, load), causeIn(load));
    }

    private TaskEnd endOfWait(Queued waiting, @Nullable Duration limit, boolean wasSent) {
        Load load = tasks.load();
        Supplier<String> name = waiting.name();
        return () -> new MiraiTimeout(Texts.queueTimeout(profile, name.get(), limit, wasSent, load), causeIn(load));
    }

    private static @Nullable Throwable causeIn(Load load) {
        return load.noDaemon() == null ? null : new IllegalStateException(load.noDaemon());
    }
}
