package io.mirai;

import io.mirai.dispatch.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time that knows how many timers are running. */
final class CountingTimer implements Scheduler {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private int running;

    int running() {
        return running;
    }

    /** A loop of this time. */
    EventLoop loop(String profile) {
        return new EventLoop(profile, this, this::nanos);
    }

    long nanos() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        AtomicBoolean over = new AtomicBoolean();
        running++;
        Disposable timer = time.schedule(
                () -> {
                    end(over);
                    task.run();
                },
                delay,
                unit);
        return () -> {
            end(over);
            timer.dispose();
        };
    }

    private void end(AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            running--;
        }
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.schedule(task);
    }

    @Override
    public Worker createWorker() {
        return time.createWorker();
    }

    @Override
    public boolean isDisposed() {
        return time.isDisposed();
    }

    @Override
    public void dispose() {
        time.dispose();
    }
}
