package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import reactor.core.publisher.Mono;

/**
 * A function that tasks apply, as a daemon hears of it.
 *
 * @param id what the host calls it
 * @param body the encoded function, fetched from the host by each subscription anew. It fails with an {@link
 *     java.io.IOException} if the link ends first.
 */
public record IncomingFunction(long id, Mono<Body> body) {}
