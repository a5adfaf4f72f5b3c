package io.mirai.task;

import io.mirai.Task;
import io.mirai.dispatch.AdmissionWaiter.Admitted;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;

/** The cold form of a task: each subscription submits it, and its cancel stops it. */
final class MonoDeferred<T> extends Mono<T> implements Scannable {

    private final Submitter submitter;
    private final ProfileParts profile;
    private final Task<T> task;
    private final TaskSpec spec;

    MonoDeferred(Submitter submitter, ProfileParts profile, Task<T> task, TaskSpec spec) {
        this.submitter = submitter;
        this.profile = profile;
        this.task = task;
        this.spec = spec;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Supplier<Submission<T>> making = submitter.making(task, spec);
        AdmittedSubscription.<T>subscribe(
                actual, profile, () -> profile.codec().encodeTask(task, spec.values()), (subscriber, body) -> {
                    Submission<T> submission = making.get();
                    submission.promise().subscribe(subscriber, this);
                    return new Admitted(submission.ticket(), body);
                });
    }

    @Override
    @SuppressWarnings("rawtypes") // as Scannable declares it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}
