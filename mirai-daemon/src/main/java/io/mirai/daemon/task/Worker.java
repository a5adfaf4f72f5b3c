package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.codec.DaemonCodec;
import io.mirai.daemon.end.DaemonEnd;
import io.mirai.daemon.output.StandardStreams;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.ValueSender;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs tasks, one after the other: reads one, calls it, answers. What a task throws is its answer.
 * If the answer itself fails, the process ends, since its host would wait for ever.
 */
final class Worker implements Runnable {

    private final DaemonRuntime runtime;
    private final int number;
    private final StandardStreams streams;
    private final Session first;

    /** Whether the last answer has to be on its way before the next task begins. */
    private boolean mustLeave;

    private long lines;
    private String idleName;

    Worker(DaemonRuntime runtime, int number) {
        this.runtime = runtime;
        this.number = number;
        this.streams = runtime.streams();
        this.first = runtime.cleaner().session();
        this.idleName = "mirai-worker-" + number;
    }

    void start() {
        Thread thread = new Thread(null, this, idleName, 0, false); // not what user code left on the thread before
        thread.setContextClassLoader(first.classes());
        thread.start();
    }

    @Override
    public void run() {
        try {
            streams.adopt();
            DaemonCodec codec = first.codec();
            codec.encodeValue(
                    codec.session(),
                    Body.MAX_BYTES,
                    null); // makes the codec's state of this thread before the first task wants it
            while (runtime.cleaner().session().equals(first)) {
                runNext();
            }
            streams.release();
            // Another thread, since what this one keeps of the classes before would keep them all.
            new Worker(runtime, number).start();
        } catch (Throwable e) {
            DaemonEnd.halt(e);
        }
    }

    /** The next task. The thread keeps the name of the last one until it has to wait: to change it is a call of the system. */
    private TaskRun next() throws InterruptedException {
        TaskRun here = runtime.queue().poll();
        if (here != null) {
            return here;
        }
        Thread.currentThread().setName(idleName);
        return runtime.queue().take();
    }

    @SuppressWarnings("ThreadPriorityCheck") // undoes what a task may have done
    private void runNext() {
        TaskRun run;
        try {
            run = next();
        } catch (InterruptedException e) {
            return; // by a thread that an earlier task left behind; no task of ours is to suffer
        }
        if (hasPrinted() || mustLeave) {
            run.exchange.awaitSent(); // if this task ends the process, the answer to the one before is not lost with it
        }
        if (!run.tryPrepare()) {
            return;
        }
        long begun = System.nanoTime();
        if (!runtime.retirement().tryBegin()) {
            runtime.queue().end(run, Reply.Kind.NOT_STARTED, 0, Body.EMPTY);
            runtime.retirement().ended();
            return;
        }
        Session session = runtime.cleaner().begin(run.task.kind());
        session.classes().onTask();
        Thread thread = Thread.currentThread();
        idleName = "mirai-" + run.exchange.control().slot() + "-" + number;
        thread.setName(idleName + " " + run);
        streams.enter();
        Answers.Ending ending = run(session, run);
        streams.leave();
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            thread.setPriority(Thread.NORM_PRIORITY);
        }
        thread.setContextClassLoader(session.classes());
        int micros = microsSince(begun);
        mustLeave = !tryKeep(run, ending, micros);
        runtime.queue().end(run, ending.kind(), micros, ending.body());
        runtime.cleaner().end();
        runtime.retirement().ended();
        runtime.reserve().leaveIfIdle();
    }

    /** Whether lines have come, or gone on their way, since the last task began: they are not to be lost either. */
    private boolean hasPrinted() {
        long before = lines;
        lines = streams.lineMoves();
        return lines != before;
    }

    /**
     * Keeps an answer where the host finds it if this process ends before it has left. One that is made after the end of the link tells
     * of that end, not of the task.
     */
    private boolean tryKeep(TaskRun run, Answers.Ending ending, int micros) {
        return run.task.kind() == Work.Kind.VALUE
                && run.exchange.isOpen()
                && runtime.ledger().tryKeep(run.task.seat(), run.task.sequence(), ending.kind(), micros, ending.body());
    }

    private static int microsSince(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos));
    }

    private Answers.Ending run(Session session, TaskRun run) {
        Evaluation evaluation = new Evaluation(
                session.codec(),
                session.globals(),
                run.task.kind(),
                run.exchange.control().maxResultBytes(),
                runtime.reserve()::release);
        Body kept;
        try {
            Body body = run.takeBody();
            kept = runtime.cleaner().keep(run.task.kind(), body);
            // Reading runs user code too: if that kills the process, the task is to blame.
            runtime.ledger().markBegun(run.task.seat(), run.task.sequence());
            evaluation.read(body, run.function);
        } catch (Throwable e) {
            return evaluation.notRead(e);
        }
        if (!run.tryRun()) {
            return Answers.NOT_STARTED;
        }
        Object value = null;
        Throwable thrown = null;
        DaemonContext context = evaluation.begin(globals -> TaskContext.of(run, globals));
        try (InTask task = InTask.enter(context, evaluation.home().classes())) {
            try {
                value = call(evaluation, run);
            } catch (Throwable e) {
                thrown = e;
            }
            boolean stopped = run.leave();
            if (stopped && (run.wasInitializing() || ClassSpoiling.isFailure(thrown))) {
                runtime.retirement().announce(Departure.CLASS_SPOILED);
            }
            streams.endLines();
            task.leaveContext();
            Answers.Ending ending =
                    stopped && thrown != null ? evaluation.endStopped(thrown) : evaluation.end(value, thrown);
            runtime.cleaner().note(run, kept, ending.succeeded());
            return ending;
        }
    }

    private static @Nullable Object call(Evaluation evaluation, TaskRun run) throws Throwable {
        ValueSender values = run.exchange.values();
        if (values == null) {
            return evaluation.call();
        }
        new ValuePump(values, evaluation::encode, run::isStopped).pump(evaluation.open());
        return null;
    }
}
