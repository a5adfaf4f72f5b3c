package io.mirai;

import reactor.core.publisher.Mono;

/** One task, already submitted: a promise-like value. */
public abstract class Mirai<T> extends Mono<T> {

    /** What has come of the task so far. Never blocks. */
    public abstract Outcome<T> data();
}
