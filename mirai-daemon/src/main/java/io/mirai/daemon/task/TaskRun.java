package io.mirai.daemon.task;

import io.mirai.spi.Body;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.wire.TaskRequest;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One task on its daemon, from its coming to its one reply.
 *
 * <pre>
 *              tryPrepare           tryRun                     leave
 *   WAITING ──────────────► PREPARING ──────► RUNNING ────────────────────────► ENDED
 *      │ stop                  │ stop            │ stop                           ▲
 *      └───────► STOPPED ◄─────┘                 └► INTERRUPTING ─► INTERRUPTED ──┘ leave
 * </pre>
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>from</th><th>event</th><th>to</th><th>who owes what then</th></tr>
 *   <tr><td>WAITING</td><td>a worker takes it</td><td>PREPARING</td><td>the worker: read it</td></tr>
 *   <tr><td>WAITING</td><td>stop</td><td>STOPPED</td><td>the stopper: reply NOT_STARTED</td></tr>
 *   <tr><td>PREPARING</td><td>stop that may interrupt</td><td>STOPPED</td><td>the worker, once it has read it: reply NOT_STARTED</td></tr>
 *   <tr><td>PREPARING</td><td>it was read</td><td>RUNNING</td><td>the worker: call the task</td></tr>
 *   <tr><td>RUNNING</td><td>stop that may interrupt</td><td>INTERRUPTING</td><td>the stopper: interrupt the thread, then go on to INTERRUPTED</td></tr>
 *   <tr><td>RUNNING, INTERRUPTED</td><td>the task returned or threw</td><td>ENDED</td><td>the worker: clear the interrupt flag, reply</td></tr>
 *   <tr><td>INTERRUPTING</td><td>the task returned or threw</td><td></td><td>the worker waits for INTERRUPTED</td></tr>
 *   <tr><td>STOPPED, ENDED, INTERRUPT…</td><td>stop</td><td>unchanged</td><td></td></tr>
 * </table>
 *
 * <p>Reading a task loads user classes, which an interrupt could spoil for later tasks; so it is no part of
 * RUNNING, and neither is the encoding of the result.
 *
 * <p>Called by the event loop ({@link #stop}) and the worker (all else).
 */
final class TaskRun {

    private enum State {
        WAITING,
        PREPARING,
        RUNNING,
        INTERRUPTING,
        INTERRUPTED,
        STOPPED,
        ENDED
    }

    private static final AtomicReferenceFieldUpdater<TaskRun, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(TaskRun.class, State.class, "state");

    final TaskRequest task;
    final TaskExchange exchange;

    /** What is applied to its body; null if the body is all of it. */
    final MapFunctions.@Nullable Shared function;

    private Disposable fetch = Disposables.disposed(); // the event loop's alone
    private volatile State state = State.WAITING;
    private Body body = Body.EMPTY; // written before it is queued, read by the worker
    private @Nullable Throwable lost; // as the body
    private @Nullable Thread runner; // written before RUNNING is, read after
    private boolean inInitializer; // written before INTERRUPTED is, read after

    TaskRun(TaskRequest task, TaskExchange exchange, MapFunctions.@Nullable Shared function) {
        this.task = task;
        this.exchange = exchange;
        this.function = function;
    }

    /** What to call it in texts. */
    @Override
    public String toString() {
        return Texts.task(task.id(), task.name());
    }

    /** The fetch of its body, which may be done. Event loop only. */
    void setFetch(Disposable running) {
        fetch = running;
    }

    /** Nobody wants its body any more. Event loop only, or after its end. */
    void cancelFetch() {
        fetch.dispose();
    }

    /** What the host sent; to be set before a worker gets to know of it. */
    void setBody(Body fetched) {
        body = fetched;
    }

    /** What the host sent will never be here; to be set before a worker gets to know of it. */
    void setLost(Throwable why) {
        lost = why;
    }

    /** What the host sent, or throws what kept it from coming; the caller is to keep it no longer than it must. */
    Body takeBody() throws Throwable {
        if (lost != null) {
            throw lost;
        }
        Body taken = body;
        body = Body.EMPTY;
        return taken;
    }

    /** Takes it for the calling worker; false if it was stopped, and answered, before. */
    boolean tryPrepare() {
        return STATE.compareAndSet(this, State.WAITING, State.PREPARING);
    }

    /** Begins user code on the calling thread; false if it was stopped, and the caller owes NOT_STARTED. */
    boolean tryRun() {
        runner = Thread.currentThread();
        Thread.interrupted(); // what a thread that an earlier task left behind did to this one
        return STATE.compareAndSet(this, State.PREPARING, State.RUNNING);
    }

    /**
     * Stops it, as far as it may.
     *
     * @return whether the caller owes the reply NOT_STARTED
     */
    boolean stop(boolean mayInterruptIfRunning) {
        if (STATE.compareAndSet(this, State.WAITING, State.STOPPED)) {
            return true;
        }
        // A recall leaves it to the worker that has taken it: elsewhere it would be read a second time.
        if (mayInterruptIfRunning && STATE.compareAndSet(this, State.PREPARING, State.STOPPED)) {
            return false;
        }
        //  stopper                         worker
        //  RUNNING → INTERRUPTING
        //                                  the task returns; leave() sees INTERRUPTING and waits
        //  runner.interrupt()
        //  INTERRUPTING → INTERRUPTED
        //                                  → ENDED, clears the flag, takes the next task
        // Without INTERRUPTING the interrupt could come late and hit the next task.
        if (mayInterruptIfRunning && STATE.compareAndSet(this, State.RUNNING, State.INTERRUPTING)) {
            Thread thread = runner;
            if (thread != null) {
                interrupt(thread);
            }
        }
        return false;
    }

    private void interrupt(Thread thread) {
        try {
            inInitializer = ClassSpoiling.isInitializing(thread);
        } finally {
            thread.interrupt();
            state = State.INTERRUPTED;
        }
    }

    /**
     * User code has returned or thrown: no stop interrupts the calling thread any more, and its flag is clear.
     *
     * @return whether a stop has
     */
    boolean leave() {
        boolean interrupted = false;
        while (!interrupted && !STATE.compareAndSet(this, State.RUNNING, State.ENDED)) {
            interrupted = STATE.compareAndSet(this, State.INTERRUPTED, State.ENDED);
            Thread.onSpinWait();
        }
        Thread.interrupted();
        return interrupted;
    }

    /** Whether the stop came while a class was being initialised; to be asked after {@link #leave}. */
    boolean wasInitializing() {
        return inInitializer;
    }

    /** Whether it was stopped before it ended. */
    boolean isStopped() {
        return switch (state) {
            case STOPPED, INTERRUPTING, INTERRUPTED -> true;
            case WAITING, PREPARING, RUNNING, ENDED -> false;
        };
    }
}
