package io.mirai.daemon.task;

import io.mirai.spi.Body;
import io.mirai.spi.ReplyListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** The values of a task that streams: each subscription runs it, on the thread that subscribes. */
final class FluxEvaluation extends Flux<Mono<Body>> {

    private final Supplier<EvaluatedTask> tasks;
    private final ReplyListener listener;

    /**
     * Runs nothing yet.
     *
     * @param tasks makes the task of a subscription
     * @param listener hears how each ends
     */
    FluxEvaluation(Supplier<EvaluatedTask> tasks, ReplyListener listener) {
        this.tasks = tasks;
        this.listener = listener;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Mono<Body>> actual) {
        EvaluationInner inner = new EvaluationInner(actual, tasks.get(), listener);
        actual.onSubscribe(inner);
        inner.begin();
    }

    /**
     * One subscription. Its threads: the one that subscribes, those that request and cancel, and those of the publisher.
     *
     * <pre>
     *   BEGINS ── the task has returned its publisher ──► BEGUN ── its end, or a cancel ──► answered, once
     * </pre>
     *
     * <p>An end or a cancel that comes while the task begins is answered when it has begun: until then its code runs.
     */
    static final class EvaluationInner extends ValueSubscriber implements Subscription {

        private final CoreSubscriber<? super Mono<Body>> actual;
        private final EvaluatedTask task;
        private final ReplyListener listener;

        /** What is requested before the publisher is there. */
        private final Operators.DeferredSubscription demand = new Operators.DeferredSubscription();

        private final AtomicBoolean answered = new AtomicBoolean();
        private volatile boolean hasBegun;
        private volatile boolean cancelled;

        EvaluationInner(CoreSubscriber<? super Mono<Body>> actual, EvaluatedTask task, ReplyListener listener) {
            super(task.evaluation()::encode);
            this.actual = actual;
            this.task = task;
            this.listener = listener;
        }

        void begin() {
            if (cancelled) {
                answer(Answers.NOT_STARTED);
                return;
            }
            Answers.Ending notRead = task.begin(() -> cancelled);
            if (notRead != null) {
                answer(notRead);
                return;
            }
            inside(() -> {
                try {
                    task.evaluation().open().subscribe(this);
                } catch (Throwable e) {
                    onError(e);
                }
            });
            // begins:   hasBegun = true    looks whether it has ended
            // ends:     ended              looks whether it has begun
            hasBegun = true;
            answerIfOver();
        }

        private void answerIfOver() {
            if (hasBegun && (cancelled || hasEnded()) && answered.compareAndSet(false, true)) {
                try (InTask in = task.enter()) {
                    answer(task.end(in, null, cancelled ? new InterruptedException() : failure()));
                }
            }
        }

        private void answer(Answers.Ending ending) {
            task.outside(() -> {
                listener.onReply(ending.reply());
                if (!cancelled) {
                    actual.onComplete();
                }
            });
        }

        /** Runs code of the task. */
        private void inside(Runnable code) {
            InTask in = task.enter();
            try {
                code.run();
            } finally {
                in.close();
            }
        }

        // ---- The host ----

        @Override
        public void request(long more) {
            if (Operators.validate(more)) {
                demand.request(more);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            demand.cancel();
            answerIfOver();
        }

        // ---- The publisher ----

        @Override
        void onOpen() {
            demand.set(new Subscription() {
                @Override
                public void request(long more) {
                    inside(() -> ask(more));
                }

                @Override
                public void cancel() {
                    inside(EvaluationInner.this::giveUp);
                }
            });
        }

        @Override
        void onBody(Body body) {
            task.outside(() -> actual.onNext(Mono.just(body)));
        }

        @Override
        void onEnd() {
            answerIfOver();
        }
    }
}
