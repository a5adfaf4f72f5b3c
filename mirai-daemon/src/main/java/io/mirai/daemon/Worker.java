package io.mirai.daemon;

import io.mirai.codec.DaemonCodec;
import io.mirai.codec.ShippedTask;
import io.mirai.spi.Body;
import io.mirai.spi.CurrentTask;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskFailure;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs tasks, one after the other: reads one, calls it, answers. What a task throws is its answer.
 * If the answer itself fails, the process ends, since its host would wait for ever.
 */
final class Worker implements Runnable {

    private static final int MAX_CAUSES = 16;

    private final DaemonConfig config;
    private final String name;
    private final SessionClassLoader session;
    private final DaemonCodec codec;
    private final StartLedger ledger;
    private final TaskQueue queue;
    private final Consumer<Departure> departure;

    Worker(
            DaemonConfig config,
            int number,
            SessionClassLoader session,
            DaemonCodec codec,
            StartLedger ledger,
            TaskQueue queue,
            Consumer<Departure> departure) {
        this.config = config;
        this.name = "mirai-" + config.slot() + "-" + number;
        this.session = session;
        this.codec = codec;
        this.ledger = ledger;
        this.queue = queue;
        this.departure = departure;
    }

    void start() {
        Thread thread = new Thread(this, name);
        thread.setContextClassLoader(session);
        thread.start();
    }

    @Override
    public void run() {
        try {
            codec.encodeValue(null); // makes the codec's state of this thread before the first task wants it
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
            run = queue.take();
        } catch (InterruptedException e) {
            return; // by a thread that an earlier task left behind; no task of ours is to suffer
        }
        if (run.tryPrepare()) {
            Thread thread = Thread.currentThread();
            thread.setName(name + " " + run);
            answer(run);
            thread.setName(name);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(session);
        }
    }

    private void answer(TaskRun run) {
        ShippedTask shipped;
        try {
            Body body = run.takeBody();
            // Reading runs user code too: if that kills the process, the task is to blame.
            ledger.markBegun(run.task.sequence());
            shipped = codec.decodeTask(body);
        } catch (Throwable e) {
            fail(run, Reply.Kind.ERROR, TaskFailure.Kind.TASK_NOT_READABLE, e);
            return;
        }
        if (!run.tryRun()) {
            queue.end(run, Reply.Kind.NOT_STARTED, Body.EMPTY);
            return;
        }
        Object value = null;
        Throwable thrown = null;
        Thread.currentThread().setContextClassLoader(shipped.classes());
        CurrentTask.set(TaskContext.of(config, run, shipped.values()));
        try {
            value = call(shipped.task());
        } catch (Throwable e) {
            thrown = e;
        }
        CurrentTask.set(null);
        run.leave();
        if (thrown == null) {
            succeed(run, value);
        } else {
            Reply.Kind kind = isInterrupt(thrown) ? Reply.Kind.INTERRUPTED : Reply.Kind.ERROR;
            fail(run, kind, TaskFailure.Kind.THROWN, thrown);
        }
    }

    private static @Nullable Object call(Callable<?> task) throws Exception {
        return task.call();
    }

    private void succeed(TaskRun run, @Nullable Object value) {
        Body body;
        try {
            body = codec.encodeValue(value);
        } catch (Throwable e) {
            fail(run, Reply.Kind.ERROR, TaskFailure.Kind.RESULT_NOT_SERIALIZABLE, e);
            return;
        }
        queue.end(run, Reply.Kind.VALUE, body);
    }

    private void fail(TaskRun run, Reply.Kind kind, TaskFailure.Kind what, Throwable thrown) {
        if (isOutOfMemory(thrown)) {
            departure.accept(Departure.OUT_OF_MEMORY);
        }
        RemoteStack.cut(thrown);
        queue.end(run, kind, codec.encodeFailure(what, thrown));
    }

    private static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException;
    }

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
