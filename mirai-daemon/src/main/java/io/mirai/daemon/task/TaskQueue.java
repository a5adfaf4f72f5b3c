package io.mirai.daemon.task;

import io.mirai.codec.DaemonCodec;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.spi.Reply;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.wire.TaskRequest;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The tasks that this daemon has: those that wait for a worker, and those that run. Tasks and stops come on the
 * event loop, workers take and end. A task goes from the one to the other by one wake-up of a waiting worker.
 */
public final class TaskQueue implements TaskHandler {

    private final ConcurrentMap<Long, TaskRun> live = new ConcurrentHashMap<>();

    /** How many those are, since the map may say that it is empty while others put and remove. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private volatile @Nullable Thread waiter; // until the last has its answer

    private final TransferQueue<TaskRun> waiting = new LinkedTransferQueue<>();
    private final MapFunctions functions;
    private volatile Runnable afterStop = () -> {};
    private volatile Runnable onDrain = () -> {};
    private volatile boolean ends;

    /**
     * For this many workers.
     *
     * @param again whether user classes may be reloaded
     */
    public TaskQueue(int workers, boolean again) {
        this.functions = new MapFunctions(workers, again);
    }

    /** A task is offered to the workers when all that it needs is here. */
    @Override
    public void onTask(TaskRequest task, TaskExchange exchange) {
        long id = task.functionId();
        MapFunctions.Shared function = id == TaskRequest.NO_FUNCTION ? null : functions.of(id, exchange::function);
        TaskRun run = new TaskRun(task, exchange, function);
        unanswered.incrementAndGet();
        live.put(task.id(), run);
        Mono<Body> body = function == null ? exchange.body() : function.ready().then(exchange.body());
        run.setFetch(body.subscribe(fetched -> offer(run, fetched), e -> offerLost(run, e)));
    }

    @Override
    public void onForget(long functionId) {
        functions.forget(functionId);
    }

    @Override
    public void onStop(long taskId, boolean mayInterruptIfRunning) {
        TaskRun run = live.get(taskId);
        if (run != null && run.stop(mayInterruptIfRunning)) {
            run.cancelFetch();
            end(run, Reply.Kind.NOT_STARTED, 0, Body.EMPTY);
            afterStop.run();
        }
    }

    /** Sets what is called when a task that no worker will end has its answer, on the event loop. */
    void afterStop(Runnable call) {
        afterStop = call;
    }

    @Override
    public void onDrain() {
        onDrain.run();
    }

    /** Sets what is called when the host wants this daemon to leave, on the event loop. */
    void whenDrained(Runnable call) {
        onDrain = call;
    }

    /** The process is about to end: no host is to admit this daemon any more. */
    public void markEnding() {
        ends = true;
    }

    @Override
    public boolean wantsAdmission() {
        return !ends;
    }

    @Override
    public BodyGathering gathering() {
        return DaemonCodec.gathering();
    }

    private void offer(TaskRun run, Body body) {
        run.setBody(body);
        waiting.add(run);
    }

    /** Its body did not come: a worker answers that. Where the link has ended, the answer goes nowhere. */
    private void offerLost(TaskRun run, Throwable why) {
        run.setLost(why);
        waiting.add(run);
    }

    /**
     * The host has gone, and nothing comes from it any more: what has not begun never does, and the values of streams
     * nobody takes. All else goes on.
     */
    public void onHostGone() {
        functions.clear();
        live.forEach((id, run) -> onStop(id, run.exchange.values() != null));
    }

    /** User classes have been reloaded. Called while no task is running. */
    void onClassesReloaded() {
        functions.onClassesReloaded();
    }

    /** The next task, which the calling worker is to end; null if none is here. */
    @Nullable
    TaskRun poll() {
        return waiting.poll();
    }

    /** The next task, which the calling worker is to end; waits for it. */
    TaskRun take() throws InterruptedException {
        return waiting.take();
    }

    /**
     * Answers a task, once.
     *
     * @param micros for how many microseconds it had a worker
     */
    void end(TaskRun run, Reply.Kind kind, int micros, Body body) {
        run.exchange.send(kind, micros, body);
        live.remove(run.task.id(), run);
        if (unanswered.decrementAndGet() == 0) { // last: when none is left, all have their answers
            LockSupport.unpark(waiter);
        }
    }

    public boolean isEmpty() {
        return unanswered.get() == 0;
    }

    /** Waits until all tasks have their answers; interrupts do not matter. For one thread at a time. */
    public void awaitEmpty() {
        waiter = Thread.currentThread();
        while (!isEmpty()) {
            LockSupport.park(this);
            var unused = Thread.interrupted(); // by user code, which finds every thread
        }
        waiter = null;
    }

    /** How many tasks have no answer yet. */
    public int size() {
        return unanswered.get();
    }

    /** What is here, in words. */
    public List<String> describe() {
        return live.values().stream().map(TaskRun::toString).toList();
    }
}
