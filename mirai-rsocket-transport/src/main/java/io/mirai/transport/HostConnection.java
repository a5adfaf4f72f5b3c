package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.wire.Lookup;
import io.mirai.wire.LookupAnswer;
import io.mirai.wire.Protocol;
import io.mirai.wire.Setup;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.LoopResources;

/** A daemon's end of the connection to its host. Thread-safe; no method blocks. */
public final class HostConnection {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Channel channel;
    private final RSocket requester;
    private final DaemonResponder responder;
    private final Sinks.Empty<Void> closed = Sinks.empty();

    HostConnection(Channel channel, RSocket requester, DaemonResponder responder, LoopResources loops) {
        this.channel = channel;
        this.requester = requester;
        this.responder = responder;
        requester
                .onClose()
                .onErrorComplete()
                .then(Channels.shutDown(loops))
                .subscribe(nothing -> {}, error -> {}, closed::tryEmitEmpty);
    }

    /**
     * Dials a host.
     *
     * @param socket the Unix socket that the host listens on
     * @param setup how this daemon introduces itself
     * @param handler runs the tasks; the first may come before this completes
     * @return the connection once the host has admitted this daemon; a {@link RefusedException} if it does not,
     *     another {@link java.io.IOException} if nobody answers
     */
    public static Mono<HostConnection> dial(Path socket, Setup setup, TaskHandler handler) {
        return dial(socket, setup, handler, KEEP_ALIVE, LIFETIME);
    }

    static Mono<HostConnection> dial(
            Path socket, Setup setup, TaskHandler handler, Duration keepAlive, Duration lifetime) {
        return Mono.defer(() -> new Dialling(socket, handler).connect(setup, keepAlive, lifetime));
    }

    /** Tells the host that this daemon takes no more tasks, and leaves when those that it has have ended. */
    public void announce(Departure reason) {
        responder.announce(reason);
    }

    /**
     * Asks the host for a class.
     *
     * @param name its binary name
     * @return its bytes, or nothing if the host has none for daemons; an {@link IOException} if the link ends first.
     *     Signalled on the link's event loop
     */
    public Mono<Body> classFile(String name) {
        return Mono.defer(() -> {
            if (ByteBufUtil.utf8Bytes(name) > Protocol.MAX_NAME_BYTES) {
                return Mono.empty();
            }
            if (channel.eventLoop().inEventLoop()) {
                return Mono.error(new IOException(Texts.lookupOnLoop(name)));
            }
            return requester
                    .requestResponse(ByteBufPayload.create(new Lookup.ClassFile(name).encode(channel.alloc())))
                    .map(HostConnection::decodeAnswer)
                    .flatMap(this::body)
                    .onErrorMap(error -> new IOException(Texts.notLookedUp(name, error), error));
        });
    }

    private static LookupAnswer decodeAnswer(Payload payload) {
        try {
            return LookupAnswer.decode(payload.sliceData());
        } finally {
            payload.release();
        }
    }

    private Mono<Body> body(LookupAnswer answer) {
        if (!answer.found()) {
            return Mono.empty();
        }
        Body inline = answer.inline();
        return inline != null
                ? Mono.just(inline)
                : BodyFetch.of(requester, channel.alloc(), answer.bodyId(), answer.length(), () -> {});
    }

    /** Completes when the connection has ended, however it did, and its thread is done. Never fails. */
    public Mono<Void> onClose() {
        return closed.asMono();
    }

    /** Ends the connection, after what was handed to it to send has left. Idempotent. */
    public void close() {
        requester.dispose();
        Channels.closeSoon(channel);
    }
}
