package io.mirai.task;

import io.mirai.promise.Promise;
import java.util.function.Supplier;

/**
 * A task that is encoded and not submitted yet.
 *
 * @param submission connects it to its promise
 * @param submitting submits it
 */
public record Prepared<T>(Submission<T> submission, Supplier<Promise<T>> submitting) {

    /**
     * Submits it.
     *
     * @throws IllegalStateException if the profile is closed
     * @throws io.mirai.MiraiQueueFull if there is no room in the queue and the thread may not wait
     */
    public Promise<T> submit() {
        return submitting.get();
    }
}
