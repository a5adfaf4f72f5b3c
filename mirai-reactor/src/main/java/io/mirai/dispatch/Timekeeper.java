package io.mirai.dispatch;

import io.mirai.MiraiTimeout;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Keeps the time limits of the tasks of one profile: it fails a task whose time is over, and has its work stopped. The elements of a
 * map have one timer for each limit, since they were submitted at once. Only the drain loop calls it.
 */
final class Timekeeper {

    /** Ends tasks for the timekeeper. */
    interface Tasks {

        /** Stops the work of a task that is resolved. */
        void withdraw(Ticket ticket);

        /** Fails the elements of a map that are still to come. */
        void failRest(Reservation places, TaskEnd end);

        /** Returns how much there is to do, for messages. */
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

    /** Begins the time of a task that is submitted; if it has begun before, it goes on. */
    void limit(Ticket ticket) {
        Duration limit = ticket.reservation() == null ? ticket.limits().total() : null;
        if (limit != null && ticket.limit.isDisposed()) {
            ticket.limit = loop.after(limit, () -> timeOut(ticket));
        }
    }

    /** Begins the wait of a task, for the first time or again; the wait ends when the result is disposed of. */
    Disposable limitWait(Ticket ticket) {
        Duration limit = ticket.limits().inQueue();
        return limit == null ? Timer.NOT_SET : loop.after(limit, () -> timeOutInQueue(ticket));
    }

    /** Begins the time of all the elements of a map. */
    void limit(Reservation places) {
        if (places.limits.total() != null) {
            places.timer = loop.after(places.limits.total(), () -> timeOut(places));
        }
        if (places.limits.inQueue() != null) {
            places.queueTimer = loop.after(places.limits.inQueue(), () -> timeOutInQueue(places));
        }
    }

    /** Fails an element of a map that comes, or is announced, after the time of all of them was over. */
    void checkLate(Ticket ticket, Reservation places) {
        if (places.timedOut) {
            timeOut(ticket);
        } else if (places.timedOutInQueue) {
            timeOutInQueue(ticket);
        }
    }

    /** Fails a task that returns from where it was ahead, if its wait was over while a thread seemed to be free for it. */
    void checkWait(Ticket ticket) {
        Reservation places = ticket.reservation();
        if (places != null && ticket.sendings == 0) {
            checkLate(ticket, places);
        } else if (ticket.limits().inQueue() != null && ticket.isWaitOver()) {
            timeOutInQueue(ticket);
        }
    }

    private void timeOut(Ticket ticket) {
        if (ticket.resolver.tryFail(end(ticket)) || ticket.resolver.isResolved()) { // perhaps at the first try
            tasks.withdraw(ticket);
        }
    }

    private void timeOutInQueue(Ticket ticket) {
        if (!ticket.isRunning()
                && !ticket.isEnded()
                && ticket.resolver.tryFail(endOfWait(ticket, ticket.limits().inQueue(), ticket.sendings > 0))) {
            tasks.withdraw(ticket);
        }
    }

    private void timeOut(Reservation places) {
        places.timedOut = true;
        loop.doInBatches(places.forEachKnown(this::timeOut));
        tasks.failRest(places, endInQueue(places, places.limits.total()));
    }

    private void timeOutInQueue(Reservation places) {
        places.timedOutInQueue = true;
        loop.doInBatches(places.forEachKnown(ticket -> {
            if (ticket.sendings == 0) { // a task that came back has a limit of its own
                timeOutInQueue(ticket);
            }
        }));
        tasks.failRest(places, endOfWait(places, places.limits.inQueue(), false));
    }

    // ---- What was true when the time was over ----

    private TaskEnd end(Ticket ticket) {
        Duration limit = ticket.limits().total();
        if (ticket.isRunning()) {
            int daemon = ticket.daemon;
            return () -> new MiraiTimeout(Texts.timeoutOnDaemon(profile, ticket, limit, daemon));
        }
        return ticket.isEnded()
                ? () -> new MiraiTimeout(Texts.timeoutOfValue(profile, ticket, limit))
                : endInQueue(ticket, limit);
    }

    private TaskEnd endInQueue(QueueEntry waiting, @Nullable Duration limit) {
        Load load = tasks.load();
        Supplier<String> name = waiting.name();
        return () -> new MiraiTimeout(Texts.timeoutInQueue(profile, name.get(), limit, load), causeIn(load));
    }

    private TaskEnd endOfWait(QueueEntry waiting, @Nullable Duration limit, boolean wasSent) {
        Load load = tasks.load();
        Supplier<String> name = waiting.name();
        return () -> new MiraiTimeout(Texts.queueTimeout(profile, name.get(), limit, wasSent, load), causeIn(load));
    }

    private static @Nullable Throwable causeIn(Load load) {
        return load.noDaemon() == null ? null : new IllegalStateException(load.noDaemon());
    }
}
