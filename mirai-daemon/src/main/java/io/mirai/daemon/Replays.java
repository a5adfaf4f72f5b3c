package io.mirai.daemon;

import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks for all daemons that this one has run: where it has user classes anew, they run again, so that
 * what they left is there again. One that has a name takes the place of an earlier one of that name. Thread-safe.
 */
final class Replays {

    private record Kept(TaskRun run, Body body) {}

    private final DaemonConfig config;
    private final List<Kept> kept = new ArrayList<>(); // guarded by itself

    Replays(DaemonConfig config) {
        this.config = config;
    }

    /** A task has run. */
    void add(TaskRun run, Body body) {
        String name = run.task.name();
        synchronized (kept) {
            kept.removeIf(each -> !name.isEmpty() && each.run.task.name().equals(name));
            kept.add(new Kept(run, body));
        }
    }

    /** They were of a host that has gone. */
    void clear() {
        synchronized (kept) {
            kept.clear();
        }
    }

    /**
     * Runs them, in the order in which they came.
     *
     * @throws Throwable what one of them throws this time
     */
    void runIn(Session session) throws Throwable {
        List<Kept> all;
        synchronized (kept) {
            all = List.copyOf(kept);
        }
        for (Kept each : all) {
            run(session, each);
        }
    }

    private void run(Session session, Kept each) throws Throwable {
        ShippedTask shipped = session.codec().decodeTask(each.body.copy());
        Globals.OfTask globals = session.globals().begin(shipped.values());
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(shipped.home().classes());
        CurrentTask.set(TaskContext.of(config, each.run, globals.map()));
        try {
            Object left = shipped.task().call();
            if (each.run.task.kind() == Work.Kind.SERIAL) {
                session.codec().serial(left);
            }
        } finally {
            CurrentTask.set(null);
            thread.setContextClassLoader(session.classes());
        }
        globals.end(each.run.task.kind(), true);
    }
}
