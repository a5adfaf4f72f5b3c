package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.spi.Body;
import io.mirai.wire.ControlRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks for all daemons that this one has run: where user classes are reloaded, they run again, so that
 * what they left is there again. One that has a name replaces an earlier one of that name. Thread-safe.
 */
final class Replays {

    private record Kept(TaskRun run, Body body) {}

    private final List<Kept> kept = new ArrayList<>(); // guarded by itself

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
        ControlRequest host = each.run.exchange.control();
        Evaluation evaluation = new Evaluation(
                session.codec(), session.globals(), each.run.task.kind(), host.maxResultBytes(), () -> {});
        evaluation.read(each.body.copy(), null);
        DaemonContext context = evaluation.begin(globals -> TaskContext.of(each.run, globals));
        try (InTask in = InTask.enter(context, evaluation.home().classes())) {
            evaluation.call();
            in.leaveContext();
            evaluation.leaveGlobals(true);
        }
    }
}
