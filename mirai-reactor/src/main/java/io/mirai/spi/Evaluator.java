package io.mirai.spi;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Evaluates tasks on the calling thread, as one daemon in slot 0 would: what a task takes and brings is copied in the
 * same way, and {@link io.mirai.DaemonContext} is that of a daemon while the task runs. A task may ask the same evaluator
 * to evaluate another. Thread-safe; it holds no thread and no file, so that it need not be closed.
 */
public interface Evaluator {

    /** Carries tasks and results over, as a fleet's does. */
    Codec codec();

    /**
     * Runs a task that does not {@linkplain Work#streams() stream} to its end, and gives its one reply, whose body is
     * there. Never throws for what the task does. The sequence and the seat of the message do not matter.
     */
    Reply evaluate(TaskMessage task);

    /**
     * The values of a task that {@linkplain Work#streams() streams}. Each subscription runs the task on the thread that
     * subscribes; what is requested the task's publisher is asked for, by the thread that requests, and values come on
     * the thread that emits them. It completes after the last value, and so it does if the task fails: the reply tells,
     * before that. A cancel cancels the task's publisher; then the reply is of kind INTERRUPTED, or
     * NOT_STARTED if the subscriber did not want the task to begin.
     *
     * @param listener hears how the task ended, once for each subscription
     */
    Flux<Mono<Body>> values(TaskMessage task, ReplyListener listener);

    /** No task will apply this function any more: it need not be kept. */
    void forget(SharedFunction function);
}
