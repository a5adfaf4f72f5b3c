package io.mirai;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** A pool whose next task runs when the test says so; once disposed it drops what waits, as real ones do. */
class StepScheduler implements Scheduler {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean disposed;

    boolean hasTask() {
        return !tasks.isEmpty();
    }

    void step() {
        tasks.remove().run();
    }

    @Override
    public Disposable schedule(Runnable task) {
        if (disposed) {
            throw Exceptions.failWithRejected();
        }
        tasks.add(task);
        return Disposables.composite(() -> tasks.remove(task));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    @Override
    public void dispose() {
        disposed = true;
        tasks.clear();
    }
}
