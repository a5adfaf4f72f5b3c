package io.mirai.task;

import io.mirai.Task;
import io.mirai.TaskStream;
import io.mirai.dispatch.TaskObserver;
import io.mirai.form.StreamTask;
import io.mirai.promise.Promise;
import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Makes the single tasks of one profile, and its streams, and submits them. Thread-safe. */
public final class Submitter {

    private final ProfileParts profile;

    /** Submits to this profile. */
    public Submitter(ProfileParts profile) {
        this.profile = profile;
    }

    /** Submits a task. */
    public <T> Promise<T> submit(Task<T> task, TaskSpec spec) {
        return prepare(task, spec, TaskObserver.NONE).submit();
    }

    /** Submits a task that only the daemon of one slot may run. */
    public <T> Promise<T> submitTo(int slot, Task<T> task, TaskSpec spec) {
        profile.dispatcher().checkSlot(slot);
        Prepared<T> prepared = prepare(task, spec, TaskObserver.NONE);
        prepared.submission().ticket().pinTo(slot);
        return prepared.submit();
    }

    /** Encodes a task that somebody observes; it is submitted later. */
    public <T> Prepared<T> prepare(Task<T> task, TaskSpec spec, TaskObserver observer) {
        Objects.requireNonNull(task, "task");
        profile.dispatcher().requireOpen();
        Body body = profile.codec().encodeTask(task, spec.values());
        Submission<T> submission = new Submission<>(
                profile.running(task),
                profile.numbers().label(spec.name()),
                Work.CALL,
                spec.limits(),
                null,
                new CallSite(),
                observer);
        return new Prepared<>(submission, body);
    }

    /** The many values of one task, which each subscription submits. */
    public <T> Flux<T> stream(TaskStream<T> stream, TaskSpec spec) {
        Objects.requireNonNull(stream, "task");
        Task<Publisher<? extends T>> task = new StreamTask<>(stream);
        return new FluxStream<>(
                profile.running(task), task, spec, () -> profile.numbers().label(spec.name()));
    }
}
