package io.mirai.daemon;

import io.mirai.MiraiTooLarge;
import io.mirai.codec.DaemonCodec;
import io.mirai.codec.Home;
import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import io.mirai.transport.ValueSender;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A thread that runs tasks, one after the other: reads one, calls it, answers. What a task throws is its answer.
 * If the answer itself fails, the process ends, since its host would wait for ever.
 */
final class Worker implements Runnable {

    private static final int MAX_CAUSES = 16;

    /** What the host is told of a task's end. */
    private record Ending(Reply.Kind kind, Body body) {}

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
        Thread thread = Thread.currentThread();
        thread.setName(name + " " + run);
        streams.enter();
        Ending ending = run(session, run);
        streams.leave();
        thread.setName(name);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(session.classes());
        runtime.queue().end(run, ending.kind, ending.body);
        runtime.cleaner().end();
        runtime.retirement().ended();
        runtime.exhaustion().leaveIfIdle();
    }

    private Ending run(Session session, TaskRun run) {
        DaemonCodec codec = session.codec();
        ShippedTask shipped;
        Body kept;
        try {
            Body body = run.takeBody();
            kept = runtime.cleaner().keep(run.task.kind(), body);
            // Reading runs user code too: if that kills the process, the task is to blame.
            runtime.ledger().markBegun(run.task.sequence());
            shipped = read(codec, body, run.function);
        } catch (Throwable e) {
            return failed(codec, codec.session(), Reply.Kind.ERROR, TaskFailure.Kind.TASK_NOT_READABLE, e);
        }
        if (!run.tryRun()) {
            return new Ending(Reply.Kind.NOT_STARTED, Body.EMPTY);
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
            runtime.departure().accept(Departure.CLASS_SPOILED);
        }
        streams.endLines();
        CurrentTask.set(null);
        Ending ending = thrown == null ? succeeded(codec, home, value) : failed(codec, home, thrown);
        boolean succeeded = ending.kind == Reply.Kind.VALUE;
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
        ValueSender values = run.task.values();
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

    private Ending succeeded(DaemonCodec codec, Home home, @Nullable Object value) {
        try {
            return new Ending(Reply.Kind.VALUE, codec.encodeValue(home, value));
        } catch (Throwable e) {
            return unsent(codec, home, e);
        }
    }

    private Ending failed(DaemonCodec codec, Home home, Throwable thrown) {
        if (thrown instanceof ValuePump.UnsentException unsent) {
            return unsent(codec, home, unsent.why);
        }
        Reply.Kind kind = isInterrupt(thrown) ? Reply.Kind.INTERRUPTED : Reply.Kind.ERROR;
        return failed(codec, home, kind, TaskFailure.Kind.THROWN, thrown);
    }

    /** What it brought cannot be carried. */
    private Ending unsent(DaemonCodec codec, Home home, Throwable why) {
        TaskFailure.Kind kind = why instanceof MiraiTooLarge
                ? TaskFailure.Kind.RESULT_TOO_LARGE
                : TaskFailure.Kind.RESULT_NOT_SERIALIZABLE;
        return failed(codec, home, Reply.Kind.ERROR, kind, why);
    }

    private Ending failed(DaemonCodec codec, Home home, Reply.Kind kind, TaskFailure.Kind what, Throwable thrown) {
        if (isOutOfMemory(thrown)) {
            runtime.exhaustion().announce();
        }
        RemoteStack.cut(thrown);
        return new Ending(kind, codec.encodeFailure(home, what, thrown));
    }

    private static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
    }

    /** Written out here and not shared: where memory or descriptors have run out, no other class can be loaded. */
    private static boolean isOutOfMemory(Throwable thrown) {
        try {
            Throwable cause = thrown;
            for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
                if (cause instanceof OutOfMemoryError) {
                    return true;
                }
                cause = cause.getCause();
            }
        } catch (Throwable e) {
            // The cause is user code's to compute, and it failed.
        }
        return false;
    }
}
