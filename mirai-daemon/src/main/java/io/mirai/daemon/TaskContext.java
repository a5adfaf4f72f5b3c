package io.mirai.daemon;

import io.mirai.DaemonContext;
import io.mirai.random.Mrg32k3a;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a task, or code outside of all tasks, learns of where it runs. */
final class TaskContext extends DaemonContext {

    private final int slot;
    private final int instance;
    private final @Nullable TaskRun run;
    private final Map<String, Object> globals;
    private @Nullable RandomGenerator random; // the worker's alone

    private TaskContext(int slot, int instance, @Nullable TaskRun run, Map<String, Object> globals) {
        this.slot = slot;
        this.instance = instance;
        this.run = run;
        this.globals = globals;
    }

    static TaskContext outsideTasks(DaemonConfig config) {
        return new TaskContext(config.slot(), config.instance(), null, Map.of());
    }

    static TaskContext of(DaemonConfig config, TaskRun run, Map<String, Object> globals) {
        return new TaskContext(config.slot(), config.instance(), run, globals);
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
        return run == null ? 0 : run.task.id();
    }

    @Override
    public int attempt() {
        return run == null ? 0 : run.task.attempt();
    }

    @Override
    public Map<String, Object> globals() {
        return globals;
    }

    @Override
    public RandomGenerator random() {
        if (run == null) {
            return Mrg32k3a.unforeseen();
        }
        RandomGenerator own = random;
        if (own == null) {
            own = run.exchange.random();
            random = own;
        }
        return own;
    }

    @Override
    public boolean isCancelled() {
        return run != null && run.isStopped();
    }
}
