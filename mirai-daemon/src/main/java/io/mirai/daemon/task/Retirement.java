package io.mirai.daemon.task;

import io.mirai.spi.DaemonLimits;
import io.mirai.spi.Departure;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When this daemon leaves: after so many tasks, when one of two times is over, because of what has happened to it, or since its host
 * wants it to. The host hears of it first, and sends no more; what has come and not begun returns to its queue. When the last task has
 * its answer the host hears that this was all, and ends the link. A host that drains this daemon sends no more by itself: then all that
 * has come runs before.
 *
 * <pre>
 *   STAYS ──a limit is reached, or {@link #announce}──► announced ──no task is here──► leaves ──the host ends the link──► exit
 *     └──drain──► drained ──no task is here──────────────────▲
 * </pre>
 *
 * <p>Thread-safe: tasks begin and end on the workers, times are over on a thread of its own.
 */
public final class Retirement {

    private final DaemonLimits limits;
    private final TaskQueue queue;
    private final Consumer<Departure> departure;
    private final Runnable leave;
    private final AtomicReference<@Nullable Departure> reason = new AtomicReference<>();
    private volatile boolean hostKnows;
    private volatile boolean drained;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final @Nullable ScheduledThreadPoolExecutor timer;
    private volatile long quietSince = System.nanoTime();

    /**
     * For a daemon that has no task yet.
     *
     * @param departure tells the host
     * @param leave tells the host that no more comes, once it has all that was answered; may be called again
     */
    public Retirement(DaemonLimits limits, TaskQueue queue, Consumer<Departure> departure, Runnable leave) {
        this.limits = limits;
        this.queue = queue;
        this.departure = departure;
        this.leave = leave;
        this.timer = limits.idleTime() == null && limits.wallTime() == null ? null : timer();
        queue.afterStop(this::leaveIfIdle); // it may have been the last, and no worker looks after it
        queue.whenDrained(this::drain);
        if (limits.timerStart() == 0) {
            startTimes();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        return new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "mirai-retirement");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Why it leaves; null if it stays. */
    @Nullable
    public Departure reason() {
        return reason.get();
    }

    /** Whether a task may begin; if not it is to be answered so, and then is {@link #ended} too. */
    boolean tryBegin() {
        if (reason.get() != null) {
            return false;
        }
        long number = begun.incrementAndGet();
        if (number == limits.maxTasks()) {
            announce(Departure.MAX_TASKS);
        }
        return number <= limits.maxTasks();
    }

    /** A task has its answer. */
    void ended() {
        quietSince = System.nanoTime();
        if (ended.incrementAndGet() == limits.timerStart()) {
            startTimes();
        }
        leaveIfIdle();
    }

    private void startTimes() {
        Duration wallTime = limits.wallTime();
        if (wallTime != null) {
            after(wallTime.toNanos(), () -> announce(Departure.WALL_TIME));
        }
        Duration idleTime = limits.idleTime();
        if (idleTime != null) {
            after(idleTime.toNanos(), () -> checkIdle(idleTime.toNanos()));
        }
    }

    private void checkIdle(long limit) {
        long left = queue.isEmpty() ? limit - (System.nanoTime() - quietSince) : limit;
        if (left <= 0) {
            announce(Departure.IDLE_TIME);
        } else {
            after(left, () -> checkIdle(limit));
        }
    }

    private void after(long nanos, Runnable call) {
        if (timer != null) {
            var unused = timer.schedule(call, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Leaves when no task is here any more. */
    private void drain() {
        drained = true;
        leaveIfIdle();
    }

    /** Leaves for this reason, unless it does already: no task begins any more. */
    public void announce(Departure why) {
        if (reason.compareAndSet(null, why)) {
            departure.accept(why);
            hostKnows = true;
            leaveIfAllIsSaid();
        }
    }

    private void leaveIfIdle() {
        if (drained && queue.isEmpty()) {
            announce(Departure.DRAINED);
        }
        leaveIfAllIsSaid();
    }

    /** A task that comes from now on does not begin, since there is a reason. */
    private void leaveIfAllIsSaid() {
        //  who announces                   worker
        //  reason = SIGNAL
        //                                  answers the last task; no task is here
        //  tells the host
        // If the worker said then that no more comes, the host would not know why, and end the link.
        if (!hostKnows || !queue.isEmpty()) {
            return;
        }
        try {
            leave.run();
        } catch (OutOfMemoryError e) {
            if (reason.get() != Departure.OUT_OF_MEMORY) {
                throw e;
            }
            // Then the MemoryReserve ends this process, when the last answer has had its time to leave.
        }
    }
}
