package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.daemon.shared.DaemonConfig;
import io.mirai.random.Mrg32k3a;
import io.mirai.transport.IncomingTask;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a task, or code outside of all tasks, learns of where it runs. */
public final class TaskContext extends DaemonContext {

    private final int slot;
    private final int instance;
    private final @Nullable IncomingTask task; // null outside of all tasks
    private final BooleanSupplier stopped;
    private final Map<String, Object> globals;
    private @Nullable RandomGenerator random; // the worker's alone

    private TaskContext(
            int slot, int instance, @Nullable IncomingTask task, BooleanSupplier stopped, Map<String, Object> globals) {
        this.slot = slot;
        this.instance = instance;
        this.task = task;
        this.stopped = stopped;
        this.globals = globals;
    }

    public static TaskContext outsideTasks(DaemonConfig config) {
        return new TaskContext(config.slot(), config.instance(), null, () -> false, Map.of());
    }

    static TaskContext of(DaemonConfig config, TaskRun run, Map<String, Object> globals) {
        return of(config.slot(), config.instance(), run.task, run::isStopped, globals);
    }

    static TaskContext of(
            int slot, int instance, IncomingTask task, BooleanSupplier stopped, Map<String, Object> globals) {
        return new TaskContext(slot, instance, task, stopped, globals);
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
        return task == null ? 0 : task.id();
    }

    @Override
    public int attempt() {
        return task == null ? 0 : task.attempt();
    }

    @Override
    public Map<String, Object> globals() {
        return globals;
    }

    @Override
    public RandomGenerator random() {
        if (task == null) {
            return Mrg32k3a.unforeseen();
        }
        RandomGenerator own = random;
        if (own == null) {
            own = task.random().get();
            random = own;
        }
        return own;
    }

    @Override
    public boolean isCancelled() {
        return stopped.getAsBoolean();
    }
}
