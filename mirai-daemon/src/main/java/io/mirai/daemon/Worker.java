package io.mirai.daemon;

import io.mirai.codec.DaemonCodec;
import io.mirai.codec.Home;
import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.ValueSender;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A thread that runs tasks, one after the other: reads one, calls it, answers. What a task throws is its answer.
 * If the answer itself fails, the process ends, since its host would wait for ever.
 */
final class Worker implements Runnable {

    private final DaemonRuntime runtime;
    private final int number;
    private final String name;
    private final StandardStreams streams;
    private final Session first;

    Worker(DaemonRuntime runtime, int number) {
        this.runtime = runtime;
        this.number = number;
        this.name = "mirai-" + runtime.config().slot() + "-" + number;
        this.streams = runtime.streams();
        this.first = runtime.cleaner().session();
    }

    void start() {
        Thread thread = new Thread(null, this, name, 0, false); // not what user code left on the thread before
        thread.setContextClassLoader(first.classes());
        thread.start();
    }

    @Override
    public void run() {
        try {
            streams.adopt();
            DaemonCodec codec = first.codec();
            codec.encodeValue(
                    codec.session(), null); // makes the codec's state of this thread before the first task wants it
            while (runtime.cleaner().session().equals(first)) {
                runNext();
            }
            streams.release();
            // Another thread, since what this one keeps of the classes before would keep them all.
            new Worker(runtime, number).start();
        } catch (Throwable e) {
            LastResort.halt(e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // undoes what a task may have done
    private void runNext() {
        TaskRun run;
        try {
            run = runtime.queue().take();
        } catch (InterruptedException e) {
            return; // by a thread that an earlier task left behind; no task of ours is to suffer
        }
        if (!run.tryPrepare()) {
            return;
        }
        if (!runtime.retirement().tryBegin()) {
            runtime.queue().end(run, Reply.Kind.NOT_STARTED, Body.EMPTY);
            runtime.retirement().ended();
            return;
        }
        Session session = runtime.cleaner().begin(run.task.kind());
        session.classes().onTask();
        Thread thread = Thread.currentThread();
        thread.setName(name + " " + run);
        streams.enter();
        Answers.Ending ending = run(session, run);
        streams.leave();
        thread.setName(name);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(session.classes());
        runtime.queue().end(run, ending.kind(), ending.body());
        runtime.cleaner().end();
        runtime.retirement().ended();
        runtime.exhaustion().leaveIfIdle();
    }

    private Answers.Ending run(Session session, TaskRun run) {
        DaemonCodec codec = session.codec();
        Answers answers = new Answers(codec, runtime.exhaustion());
        ShippedTask shipped;
        Body kept;
        try {
            Body body = run.takeBody();
            kept = runtime.cleaner().keep(run.task.kind(), body);
            // Reading runs user code too: if that kills the process, the task is to blame.
            runtime.ledger().markBegun(run.task.seat(), run.task.sequence());
            shipped = read(codec, body, run.function);
        } catch (Throwable e) {
            return answers.notRead(e);
        }
        if (!run.tryRun()) {
            return Answers.NOT_STARTED;
        }
        Home home = shipped.home();
        Object value = null;
        Throwable thrown = null;
        Thread.currentThread().setContextClassLoader(home.classes());
        Globals.OfTask globals = session.globals().begin(shipped.values());
        CurrentTask.set(TaskContext.of(runtime.config(), run, globals.map()));
        try {
            value = call(codec, run, shipped);
        } catch (Throwable e) {
            thrown = e;
        }
        shipped = null; // what it captures need not be there beside its result
        boolean stopped = run.leave();
        if (stopped && (run.wasInitializing() || ClassSpoiling.isFailure(thrown))) {
            runtime.retirement().announce(Departure.CLASS_SPOILED);
        }
        streams.endLines();
        CurrentTask.set(null);
        Answers.Ending ending = thrown == null ? answers.returned(home, value) : answers.threw(home, thrown);
        boolean succeeded = ending.kind() == Reply.Kind.VALUE;
        globals.end(run.task.kind(), succeeded);
        runtime.cleaner().note(run, kept, succeeded);
        return ending;
    }

    private static ShippedTask read(DaemonCodec codec, Body body, MapFunctions.@Nullable Shared function) {
        return function == null
                ? codec.decodeTask(body)
                : codec.decodeElement(body, function.forThisWorker(codec::decodeFunction));
    }

    private @Nullable Object call(DaemonCodec codec, TaskRun run, ShippedTask shipped) throws Throwable {
        Callable<?> task = shipped.task();
        ValueSender values = run.exchange.values();
        if (run.task.kind() == Work.Kind.SERIAL) {
            codec.serial(task.call());
            return null;
        }
        if (values == null) {
            return task.call();
        }
        Publisher<?> publisher = (Publisher<?>) task.call();
        if (publisher == null) {
            throw new NullPointerException(Texts.noPublisher());
        }
        new ValuePump(values, value -> codec.encodeValue(shipped.home(), value), run::isStopped).pump(publisher);
        return null;
    }
}
