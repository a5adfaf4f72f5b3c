package io.mirai.daemon.task;

import io.mirai.DaemonContext;
import io.mirai.spi.CurrentTask;
import org.jspecify.annotations.Nullable;

/** The calling thread's stay in a task: it has the task's context and class loader, and its own again afterwards. */
final class InTask implements AutoCloseable {

    private static final ThreadLocal<@Nullable InTask> INNERMOST = new ThreadLocal<>();

    private final DaemonContext context;
    private final ClassLoader classes;
    private final @Nullable InTask outer;
    private final @Nullable DaemonContext contextBefore;
    private final @Nullable ClassLoader classesBefore;

    private InTask(DaemonContext context, ClassLoader classes) {
        this.context = context;
        this.classes = classes;
        this.outer = INNERMOST.get();
        this.contextBefore = CurrentTask.set(context);
        this.classesBefore = Thread.currentThread().getContextClassLoader();
        resume();
    }

    static InTask enter(DaemonContext context, ClassLoader classes) {
        return new InTask(context, classes);
    }

    /** Runs code that is not the task's: as the thread was before, if it is in that task. */
    static void outside(@Nullable DaemonContext context, Runnable code) {
        InTask innermost = INNERMOST.get();
        if (innermost == null || innermost.context != context) {
            code.run();
            return;
        }
        innermost.close();
        try {
            code.run();
        } finally {
            innermost.resume();
        }
    }

    private void resume() {
        CurrentTask.set(context);
        Thread.currentThread().setContextClassLoader(classes);
        INNERMOST.set(this);
    }

    /** The task's own code is over; what is still to be done for it finds the task's classes only. */
    void leaveContext() {
        CurrentTask.set(contextBefore);
    }

    @Override
    public void close() {
        leaveContext();
        Thread.currentThread().setContextClassLoader(classesBefore);
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
    }
}
