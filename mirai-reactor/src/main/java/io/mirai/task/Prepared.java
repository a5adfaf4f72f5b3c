package io.mirai.task;

import io.mirai.promise.Promise;
import io.mirai.spi.Body;

/** A task that is encoded and not submitted yet. */
public record Prepared<T>(Submission<T> submission, Body body) {

    /**
     * Submits it.
     *
     * @throws IllegalStateException if the profile is closed
     */
    public Promise<T> submit() {
        return submission.submit(body);
    }
}
