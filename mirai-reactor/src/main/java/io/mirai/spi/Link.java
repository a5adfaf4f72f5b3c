package io.mirai.spi;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The host's end of the connection to one daemon. Thread-safe; no method blocks. */
public interface Link {

    /** The daemon's slot. */
    int slot();

    /** Which daemon of the slot it is, from 1. */
    int instance();

    /** How many tasks the daemon runs at once. */
    int capacity();

    /**
     * Sends a task. Exactly one reply follows, unless the link ends first; then {@link
     * FleetListener#onLinkEnd} tells.
     */
    void send(TaskMessage task, ReplyListener listener);

    /**
     * The values of a task that {@linkplain Work#streams() streams} and was sent over this link, each on its way as
     * the body of a reply is. One subscriber; what it requests the task is asked for, and its cancel stops the task. It
     * completes after the last value, and so it does if the task fails or the link ends: the task's own reply tells. So
     * it does of a value that is lost: then the link ends, and the value's error is no {@link
     * io.mirai.MiraiException}.
     */
    Flux<Mono<Body>> values(long taskId);

    /** No task will apply this function any more: the daemon need not keep it. */
    void forget(SharedFunction function);

    /**
     * Asks the daemon to end a task: one that has not started never does. The task's reply answers.
     *
     * @param mayInterruptIfRunning whether one that runs is interrupted
     */
    void stop(long taskId, boolean mayInterruptIfRunning);

    /** Ends the link now; a daemon on this machine is killed. {@link FleetListener#onLinkEnd} follows. */
    void kill();
}
