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
    private final String name;
    private final DaemonCodec codec;
    private final StandardStreams streams;

    Worker(DaemonRuntime runtime, int number) {
        this.runtime = runtime;
        this.name = "mirai-" + runtime.config().slot() + "-" + number;
        this.codec = runtime.codec();
        this.streams = runtime.streams();
    }

    void start() {
        Thread thread = new Thread(this, name);
        thread.setContextClassLoader(runtime.session());
        thread.start();
    }

    @Override
    public void run() {
        try {
            streams.adopt();
            codec.encodeValue(
                    codec.session(), null); // makes the codec's state of this thread before the first task wants it
            while (true) {
                runNext();
            }
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
        Thread thread = Thread.currentThread();
        thread.setName(name + " " + run);
        streams.enter();
        Ending ending = run(run);
        streams.leave();
        thread.setName(name);
        thread.setPriority(Thread.NORM_PRIORITY);
        thread.setContextClassLoader(runtime.session());
        runtime.queue().end(run, ending.kind, ending.body);
        runtime.retirement().ended();
        runtime.exhaustion().leaveIfIdle();
    }

    private Ending run(TaskRun run) {
        ShippedTask shipped;
        try {
            Body body = run.takeBody();
            // Reading runs user code too: if that kills the process, the task is to blame.
            runtime.ledger().markBegun(run.task.sequence());
            shipped = read(body, run.function);
        } catch (Throwable e) {
            return failed(codec.session(), Reply.Kind.ERROR, TaskFailure.Kind.TASK_NOT_READABLE, e);
        }
        if (!run.tryRun()) {
            return new Ending(Reply.Kind.NOT_STARTED, Body.EMPTY);
        }
        Home home = shipped.home();
        Object value = null;
        Throwable thrown = null;
        Thread.currentThread().setContextClassLoader(home.classes());
        CurrentTask.set(TaskContext.of(runtime.config(), run, shipped.values()));
        try {
            value = call(run, shipped);
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
        return thrown == null ? succeeded(home, value) : failed(home, thrown);
    }

    private ShippedTask read(Body body, MapFunctions.@Nullable Shared function) {
        return function == null
                ? codec.decodeTask(body)
                : codec.decodeElement(body, function.forThisWorker(codec::decodeFunction));
    }

    private @Nullable Object call(TaskRun run, ShippedTask shipped) throws Throwable {
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

    private Ending succeeded(Home home, @Nullable Object value) {
        try {
            return new Ending(Reply.Kind.VALUE, codec.encodeValue(home, value));
        } catch (Throwable e) {
            return unsent(home, e);
        }
    }

    private Ending failed(Home home, Throwable thrown) {
        if (thrown instanceof ValuePump.UnsentException unsent) {
            return unsent(home, unsent.why);
        }
        Reply.Kind kind = isInterrupt(thrown) ? Reply.Kind.INTERRUPTED : Reply.Kind.ERROR;
        return failed(home, kind, TaskFailure.Kind.THROWN, thrown);
    }

    /** What it brought cannot be carried. */
    private Ending unsent(Home home, Throwable why) {
        TaskFailure.Kind kind = why instanceof MiraiTooLarge
                ? TaskFailure.Kind.RESULT_TOO_LARGE
                : TaskFailure.Kind.RESULT_NOT_SERIALIZABLE;
        return failed(home, Reply.Kind.ERROR, kind, why);
    }

    private Ending failed(Home home, Reply.Kind kind, TaskFailure.Kind what, Throwable thrown) {
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
