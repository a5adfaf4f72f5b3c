package io.mirai.spi;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the values come from of tasks that stream. */
public interface ValueSource {

    /** The slot of the daemon that they come from. */
    int slot();

    /**
     * Whether this host has started the daemon, on this machine. Then what it brings may be of any class that the host has, and
     * there is a file that tells which tasks it had begun.
     */
    boolean isLaunched();

    /**
     * The values of a task that {@linkplain Work#streams() streams} and was sent there, each on its way as
     * the body of a reply is. One subscriber; what it requests the task is asked for, and its cancel stops the task. It
     * completes after the last value, and so it does if the task fails or the link ends: the task's own reply tells. So
     * it does of a value that is lost: then the link ends, and the value's error is no {@link
     * io.mirai.MiraiException}.
     */
    Flux<Mono<Body>> values(long taskId);
}
