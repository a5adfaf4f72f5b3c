package io.mirai.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.transport.IncomingTask;
import io.mirai.transport.ReplySender;
import io.mirai.transport.TaskHandler;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;

/**
 * The tasks that this daemon has: those that wait for a worker, and those that run. Tasks and stops come on the
 * event loop, workers take and end. A task goes from the one to the other by one wake-up of a waiting worker.
 */
final class TaskQueue implements TaskHandler {

    private final ConcurrentMap<Long, TaskRun> live = new ConcurrentHashMap<>();
    private final TransferQueue<TaskRun> waiting = new LinkedTransferQueue<>();

    @Override
    public void onTask(IncomingTask task, ReplySender reply) {
        TaskRun run = new TaskRun(task, reply);
        live.put(task.id(), run);
        run.setFetch(task.body().subscribe(body -> offer(run, body), e -> offerLost(run, e)));
    }

    @Override
    public void onStop(long taskId, boolean mayInterruptIfRunning) {
        TaskRun run = live.get(taskId);
        if (run != null && run.stop(mayInterruptIfRunning)) {
            run.cancelFetch();
            end(run, Reply.Kind.NOT_STARTED, Body.EMPTY);
        }
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

    /** The next task, which the calling worker is to end; waits for it. */
    TaskRun take() throws InterruptedException {
        return waiting.take();
    }

    /** Answers a task, once. */
    void end(TaskRun run, Reply.Kind kind, Body body) {
        live.remove(run.task.id(), run);
        run.reply.send(kind, body);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /** What is here, in words. */
    List<String> describe() {
        return live.values().stream().map(TaskRun::toString).toList();
    }
}
