package io.mirai.spi;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one ending of a task on its daemon.
 *
 * @param kind how it ended
 * @param micros for how many microseconds it had a thread there, at most {@link Integer#MAX_VALUE}; 0 if it never began
 * @param body what it brought: already there, or still on the daemon and fetched by subscribing. One
 *     subscriber only; to cancel it tells the daemon to drop the rest. It fails with an {@link
 *     java.io.IOException} if the link ends first.
 * @param here the body, if it is already there; null if nobody knows that
 */
public record Reply(Kind kind, int micros, Mono<Body> body, @Nullable Body here) {

    /** A reply whose body is to be fetched. */
    public Reply(Kind kind, int micros, Mono<Body> body) {
        this(kind, micros, body, null);
    }

    /** A reply whose body is here. */
    public Reply(Kind kind, int micros, Body here) {
        this(kind, micros, Mono.just(here), here);
    }

    /** How a task ended on its daemon. */
    public enum Kind {
        /** It returned; the body is the encoded value. */
        VALUE,
        /** It threw, or its result could not be encoded; the body is the encoded failure. */
        ERROR,
        /** It was stopped before it started; there is no body. */
        NOT_STARTED,
        /** Its thread was interrupted, and it threw for that; the body is the encoded failure. */
        INTERRUPTED
    }
}
