package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.wire.ControlRequest;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a task that has come needs of its host, and its answers. What it fetches fails with an {@link java.io.IOException} if the link ends first. */
public interface TaskExchange {

    /**
     * The encoded task, or what its function is applied to: already there, or fetched from the host by subscribing,
     * once.
     */
    Mono<Body> body();

    /** The encoded function that the task applies, fetched from the host once more by each subscription. */
    Mono<Body> function();

    /** What the host said when it admitted this daemon. */
    ControlRequest control();

    /** Makes the task's random numbers, from the beginning. */
    RandomGenerator random();

    /** Where the task's values go if it streams; null if it brings one value. */
    @Nullable
    ValueSender values();

    /** Whether an ending still goes somewhere: not after the end of the link. */
    boolean isOpen();

    /**
     * Sends the one ending of the task; from any thread, once. A body over {@link Body#CHUNK_BYTES} stays here
     * until the host has fetched it, given it up, or the link has ended. After the end of the link this does
     * nothing.
     *
     * @param micros for how many microseconds the task had a thread
     */
    void send(Reply.Kind kind, int micros, Body body);

    /**
     * Waits until all that the calling thread has sent over this link has left the process, so that it arrives even if the process
     * ends now; or until the link has ended. Bodies that the host has still to fetch are not waited for.
     */
    void awaitSent();
}
