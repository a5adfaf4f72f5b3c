package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import reactor.core.publisher.Mono;

/**
 * Code that the host has: what it is, and how to get it.
 *
 * @param hash the SHA-256 of its bytes, in hexadecimal
 * @param length how many bytes it has
 * @param isHere whether it came with the answer, so that asking for it costs nothing
 * @param body its bytes; an {@link java.io.IOException} if the link ends first
 */
public record FoundCode(String hash, long length, boolean isHere, Mono<Body> body) {}
