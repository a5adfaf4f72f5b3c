package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.random.Mrg32k3a;
import io.mirai.spi.TaskMessage;
import io.mirai.wire.ControlRequest;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a task, or code outside of all tasks, learns of where it runs. */
public final class TaskContext extends DaemonContext {

    private final int slot;
    private final int instance;
    private final long taskId; // 0 outside of all tasks
    private final int attempt;
    private final Supplier<? extends RandomGenerator> making;
    private final BooleanSupplier stopped;
    private final Map<String, Object> globals;
    private @Nullable RandomGenerator random; // the worker's alone

    private TaskContext(
            int slot,
            int instance,
            long taskId,
            int attempt,
            Supplier<? extends RandomGenerator> making,
            BooleanSupplier stopped,
            Map<String, Object> globals) {
        this.slot = slot;
        this.instance = instance;
        this.taskId = taskId;
        this.attempt = attempt;
        this.making = making;
        this.stopped = stopped;
        this.globals = globals;
    }

    /** The context of code outside of all tasks, once a host has admitted this daemon. */
    public static TaskContext outsideTasks(ControlRequest host) {
        return new TaskContext(host.slot(), host.instance(), 0, 0, Mrg32k3a::unforeseen, () -> false, Map.of());
    }

    static TaskContext of(TaskRun run, Map<String, Object> globals) {
        ControlRequest host = run.exchange.control();
        return new TaskContext(
                host.slot(),
                host.instance(),
                run.task.id(),
                run.task.attempt(),
                run.exchange::random,
                run::isStopped,
                globals);
    }

    /**
     * The context of a task that runs in its host.
     *
     * @param random makes its random numbers, from the beginning
     */
    static TaskContext of(
            int slot,
            int instance,
            TaskMessage task,
            Supplier<? extends RandomGenerator> random,
            BooleanSupplier stopped,
            Map<String, Object> globals) {
        return new TaskContext(slot, instance, task.id(), task.attempt(), random, stopped, globals);
    }

    @Override
    public boolean isDaemon() {
        return true;
    }

    @Override
    public int index() {
        return slot;
    }

    @Override
    public int instance() {
        return instance;
    }

    @Override
    public long taskId() {
        return taskId;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Map<String, Object> globals() {
        return globals;
    }

    @Override
    public RandomGenerator random() {
        if (taskId == 0) {
            return making.get();
        }
        RandomGenerator own = random;
        if (own == null) {
            own = making.get();
            random = own;
        }
        return own;
    }

    @Override
    public boolean isCancelled() {
        return stopped.getAsBoolean();
    }
}
