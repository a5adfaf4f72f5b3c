package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import reactor.core.publisher.Mono;

/**
 * Code that the host has.
 *
 * @param isKnown whether it is what the daemon said that it knows; then it does not come again
 * @param body its bytes; an {@link java.io.IOException} if the link ends first
 */
public record FoundCode(boolean isKnown, Mono<Body> body) {}
