package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Work;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A task as a daemon receives it.
 *
 * @param id the id of the task in its host
 * @param sequence its place in the order of sending on this link, from 1
 * @param seat which of the link's seats it has until its ending, from 0
 * @param attempt which attempt at the task this is, from 1
 * @param random makes its random numbers, from the beginning
 * @param name what the user called it; empty if nothing
 * @param kind what it brings and what it leaves
 * @param function what is applied to the body; null if the body is all of the task
 * @param values where its values go if it streams; null if it brings one value
 * @param body the encoded task, or what the function is applied to: already there, or fetched from the host by
 *     subscribing, once. It fails with an {@link java.io.IOException} if the link ends first.
 */
public record IncomingTask(
        long id,
        long sequence,
        int seat,
        int attempt,
        Supplier<RandomGenerator> random,
        String name,
        Work.Kind kind,
        @Nullable IncomingFunction function,
        @Nullable ValueSender values,
        Mono<Body> body) {}
