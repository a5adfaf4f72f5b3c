package io.mirai.task;

import io.mirai.Task;
import io.mirai.TaskStream;
import io.mirai.dispatch.Admission;
import io.mirai.dispatch.TaskObserver;
import io.mirai.form.StreamTask;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the single tasks and streams of one profile, and submits them through the gate before the queue. A task is numbered when it
 * passes, so one that is refused leaves no gap. Thread-safe.
 */
public final class Submitter {

    private final ProfileParts profile;

    /** Makes a submitter for this profile. */
    public Submitter(ProfileParts profile) {
        this.profile = profile;
    }

    private Admission gate() {
        return profile.dispatcher().admission();
    }

    /**
     * Submits a task, after waiting for room in the queue if there is none.
     *
     * @throws io.mirai.MiraiQueueFull if there is no room and the thread may not wait
     */
    public <T> Promise<T> submit(Task<T> task, TaskSpec spec) {
        Body body = encode(task, spec);
        return submit(making(task, spec), body);
    }

    /** Submits a task if there is room in the queue; returns null if there is none. */
    public <T> @Nullable Promise<T> trySubmit(Task<T> task, TaskSpec spec) {
        Body body = encode(task, spec);
        return gate().tryPass(body.length()) ? submitPassed(making(task, spec), body) : null;
    }

    /** Submits a task that only the daemon of one slot may run, as {@link #submit(Task, TaskSpec)} does. */
    public <T> Promise<T> submitTo(int slot, Task<T> task, TaskSpec spec) {
        profile.dispatcher().checkSlot(slot);
        Body body = encode(task, spec);
        Supplier<Submission<T>> making = making(task, spec);
        return submit(
                () -> {
                    Submission<T> submission = making.get();
                    submission.ticket().pinTo(slot);
                    return submission;
                },
                body);
    }

    /** Encodes and numbers a task with an observer; it is submitted later. */
    public <T> Prepared<T> prepare(Task<T> task, TaskSpec spec, TaskObserver observer) {
        Body body = encode(task, spec);
        Submission<T> submission = making(task, spec, observer).get();
        return new Prepared<>(submission, () -> submit(() -> submission, body));
    }

    private <T> Promise<T> submit(Supplier<Submission<T>> making, Body body) {
        if (gate().tryPass(body.length())) {
            return submitPassed(making, body);
        }
        if (Schedulers.isInNonBlockingThread()) {
            throw gate().full();
        }
        return new BlockedCaller<>(gate(), making, body).await();
    }

    private <T> Promise<T> submitPassed(Supplier<Submission<T>> making, Body body) {
        Submission<T> submission = making.get();
        gate().orGiveBack(body.length(), () -> submission.submit(body));
        return submission.promise();
    }

    private Body encode(Task<?> task, TaskSpec spec) {
        Objects.requireNonNull(task, "task");
        profile.dispatcher().requireOpen();
        return profile.codec().encodeTask(task, spec.values());
    }

    /** Prepares to number a task when it has passed the gate; remembers this call as its call site. */
    <T> Supplier<Submission<T>> making(Task<T> task, TaskSpec spec) {
        return making(task, spec, TaskObserver.NONE);
    }

    private <T> Supplier<Submission<T>> making(Task<T> task, TaskSpec spec, TaskObserver observer) {
        ProfileParts running = profile.running(task);
        CallSite callSite = new CallSite();
        return () -> new Submission<>(
                running, profile.numbers().label(spec.name()), Work.CALL, spec.limits(), null, callSite, observer);
    }

    /** Makes the cold form of a task: each subscription submits it, when there is room in the queue. */
    public <T> Mono<T> defer(Task<T> task, TaskSpec spec) {
        return new MonoDeferred<>(this, profile, Objects.requireNonNull(task, "task"), spec);
    }

    /** Makes a stream of the values of one task, which each subscription submits when there is room in the queue. */
    public <T> Flux<T> stream(TaskStream<T> stream, TaskSpec spec) {
        Objects.requireNonNull(stream, "task");
        Task<Publisher<? extends T>> task = new StreamTask<>(stream);
        return new FluxStream<>(
                profile.running(task), task, spec, () -> profile.numbers().label(spec.name()));
    }
}
