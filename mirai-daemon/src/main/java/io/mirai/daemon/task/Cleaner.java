package io.mirai.daemon.task;

import io.mirai.daemon.output.StandardStreams;
import io.mirai.daemon.session.SystemSession;
import io.mirai.spi.Body;
import io.mirai.spi.Cleanup;
import io.mirai.spi.Departure;
import io.mirai.spi.Work;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up after tasks, as far as the host has asked for it: when one has its answer and no other runs; the next waits.
 *
 * <pre>
 *            begin                 end, none is left
 *   CLEAN ───────────► USED by n ───────────────────► CLEANING ───► CLEAN
 * </pre>
 *
 * <p>Tasks for all daemons leave what they do: they use nothing up. What is not cleaned costs nothing here.
 * Thread-safe.
 */
final class Cleaner {

    private final Cleanup what;
    private final TaskQueue queue;
    private final StandardStreams streams;
    private final Retirement retirement;
    private final Replays replays = new Replays();
    private final @Nullable Settings atStart; // null if they are not cleaned up
    private volatile @Nullable Settings settings; // to go back to; as above
    private volatile Session session;
    private int running; // guarded by this
    private boolean used; // guarded by this
    private boolean hostGone; // guarded by this
    private boolean cleaning; // guarded by this

    /** Before the first task. */
    Cleaner(Cleanup what, Session session, TaskQueue queue, StandardStreams streams, Retirement retirement) {
        this.what = what;
        this.session = session;
        this.queue = queue;
        this.streams = streams;
        this.retirement = retirement;
        this.atStart = what.settings() ? Settings.now() : null;
        this.settings = atStart;
    }

    /** Where tasks that begin now run. */
    Session session() {
        return session;
    }

    /** A task is to begin: waits while it is being cleaned up. */
    synchronized Session begin(Work.Kind kind) {
        await(() -> !cleaning);
        running++;
        used |= !isForAll(kind);
        return session;
    }

    private synchronized void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // By user code that was left behind; no task is to suffer.
            }
        }
    }

    /** What is to be kept of the body of a task that begins: nothing, unless the task may have to run again. */
    @Nullable
    Body keep(Work.Kind kind, Body body) {
        return what.classes() && isForAll(kind) ? body.copy() : null;
    }

    /** A task has ended, but has no answer yet: notes what it leaves. */
    void note(TaskRun run, @Nullable Body kept, boolean succeeded) {
        if (!isForAll(run.task.kind())) {
            return;
        }
        if (!succeeded) {
            markUsed();
            return;
        }
        if (what.settings()) {
            settings = Settings.now();
        }
        if (kept != null) {
            replays.add(run, kept);
        }
    }

    private synchronized void markUsed() {
        used = true;
    }

    private static boolean isForAll(Work.Kind kind) {
        return switch (kind) {
            case EVERYWHERE, SERIAL -> true;
            case VALUE, STREAM -> false;
        };
    }

    /**
     * The host has gone, and another may come: it finds nothing that is left of the one before. Waits until no task of that runs
     * any more.
     */
    void onHostGone() {
        synchronized (this) {
            await(() -> !cleaning);
            hostGone = true;
            running++;
        }
        end();
        await(() -> !hostGone);
    }

    /** A task that has begun has its answer: cleans up, if no other runs. */
    void end() {
        if (!tryClean()) {
            return;
        }
        try {
            clean();
        } finally {
            cleaned();
        }
    }

    private synchronized boolean tryClean() {
        running--;
        cleaning = running == 0 && (hostGone || (used && what.beyondTheTask()));
        return cleaning;
    }

    private synchronized boolean isHostGone() {
        return hostGone;
    }

    private synchronized void cleaned() {
        used = false;
        hostGone = false;
        cleaning = false;
        notifyAll();
    }

    private void clean() {
        boolean anotherHost = isHostGone();
        boolean reloads = what.classes() || anotherHost;
        if (anotherHost) {
            replays.clear();
            settings = atStart;
        }
        Settings before = reloads ? atStart : settings; // what tasks for all daemons have set since, they set again
        if (before != null) {
            before.restore();
        }
        if (reloads) {
            Globals left = session.globals();
            reload();
            if (!anotherHost) {
                session.globals().addFrom(left);
            }
        }
        if (what.garbage()) {
            System.gc();
        }
    }

    private void reload() {
        Session next = session.reloaded(what);
        queue.onClassesReloaded();
        SystemSession.replace(session.classes(), next.classes());
        streams.enter();
        try {
            replays.runIn(next);
        } catch (Throwable e) { // whatever it is, this daemon has not what its tasks may rely on
            retirement.announce(Departure.CLASS_SPOILED);
            e.printStackTrace();
        }
        streams.endLines();
        streams.leave();
        session = next;
    }
}
