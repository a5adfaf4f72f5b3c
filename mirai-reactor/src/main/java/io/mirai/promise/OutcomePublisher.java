package io.mirai.promise;

import io.mirai.drain.SharedPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes the outcomes of one profile, on a scheduler that the user gave, or on threads of the profile's own. A signal that the
 * scheduler does not take goes to {@code Schedulers.parallel()}, so none is lost, and none runs on the thread that resolves a
 * mirai, which may be the dispatcher's or an event loop. Thread-safe.
 */
public final class OutcomePublisher {

    private final Scheduler scheduler;
    private final Consumer<Runnable> publishing;
    private final Runnable end;

    private OutcomePublisher(Scheduler scheduler, Consumer<Runnable> publishing, Runnable end) {
        this.scheduler = scheduler;
        this.publishing = publishing;
        this.end = end;
    }

    /** Publishes on a scheduler that its owner disposes, and that runs nothing on the calling thread. */
    public static OutcomePublisher on(Scheduler scheduler) {
        return new OutcomePublisher(scheduler, scheduler::schedule, () -> {});
    }

    /** Publishes on any scheduler that its owner disposes, and calls that on a thread where user code may run. */
    public static OutcomePublisher onAnyones(Scheduler scheduler) {
        Scheduler parallel = Schedulers.parallel();
        if (scheduler == parallel) {
            return on(parallel);
        }
        return new OutcomePublisher(
                scheduler, signal -> parallel.schedule(() -> schedule(scheduler, signal)), () -> {});
    }

    /** Publishes on threads of its own, which end when they are idle. */
    public static OutcomePublisher ofOwnThreads(String profile) {
        ThreadPoolExecutor threads = SharedPool.named("mirai-codec-" + profile + "-publish");
        // The scheduler is not disposed of: that would drop what waits, and interrupt user code.
        Scheduler scheduler = Schedulers.fromExecutorService(threads);
        return new OutcomePublisher(scheduler, scheduler::schedule, threads::shutdown);
    }

    /** Runs a signal on the scheduler. The signal must do nothing if it runs again. */
    public void publish(Runnable signal) {
        try {
            publishing.accept(signal);
        } catch (Throwable e) { // the scheduler is disposed of, or fails; other views wait for their turn
            Schedulers.parallel().schedule(signal);
        }
    }

    private static void schedule(Scheduler scheduler, Runnable signal) {
        try {
            scheduler.schedule(signal);
        } catch (Throwable e) { // as above
            signal.run();
        }
    }

    /** Publishes the end of a source that ends in a loop of ours. */
    public <T> Mono<T> signal(Mono<T> source) {
        // Value and completion are one signal: the completion alone might be published on another thread, and sooner.
        return Mono.create(subscriber ->
                subscriber.onDispose(source.materialize().subscribe(end -> publish(() -> signal(end, subscriber)))));
    }

    private static <T> void signal(Signal<T> end, MonoSink<T> subscriber) {
        Throwable error = end.getThrowable();
        if (error != null) {
            subscriber.error(error);
        } else {
            subscriber.success(end.get());
        }
    }

    /** Returns the scheduler on which it publishes. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Ends its own threads when all that it has taken is published. */
    public void close() {
        end.run();
    }
}
