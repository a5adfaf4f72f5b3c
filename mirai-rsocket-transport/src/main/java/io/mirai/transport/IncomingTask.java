package io.mirai.transport;

import io.mirai.spi.Body;
import reactor.core.publisher.Mono;

/**
 * A task as a daemon receives it.
 *
 * @param id the id of the task in its host
 * @param sequence its place in the order of sending on this link, from 1
 * @param attempt which attempt at the task this is, from 1
 * @param name what the user called it; empty if nothing
 * @param body the encoded task: already there, or fetched from the host by subscribing, once. It fails with
 *     an {@link java.io.IOException} if the link ends first.
 */
public record IncomingTask(long id, long sequence, int attempt, String name, Mono<Body> body) {}
