package io.mirai.spi;

import reactor.core.publisher.Mono;

/**
 * The one ending of a task on its daemon.
 *
 * @param kind how it ended
 * @param micros for how many microseconds it had a thread there, at most {@link Integer#MAX_VALUE}; 0 if it never began
 * @param body what it brought: already there, or still on the daemon and fetched by subscribing. One
 *     subscriber only; to cancel it tells the daemon to drop the rest. It fails with an {@link
 *     java.io.IOException} if the link ends first.
 */
public record Reply(Kind kind, int micros, Mono<Body> body) {

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
