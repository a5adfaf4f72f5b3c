package io.mirai.transport;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.exceptions.ApplicationErrorException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/** The long bodies that one side of a link keeps for the other to fetch, each once. Thread-safe. */
final class BodyShelf {

    private final Map<Long, Body> bodies = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Outbound outbound;
    private final ByteBufAllocator allocator;

    BodyShelf(Outbound outbound, ByteBufAllocator allocator) {
        this.outbound = outbound;
        this.allocator = allocator;
    }

    /** An id for a body that is no task's: negative, and new on this link. */
    long nextId() {
        return lastId.decrementAndGet();
    }

    void put(long id, Body body) {
        bodies.put(id, body);
    }

    /** Whether there was one. */
    boolean drop(long id) {
        return bodies.remove(id) != null;
    }

    void clear() {
        bodies.clear();
    }

    /** The body, which is then kept here no more; an error if it is not here. */
    Flux<Payload> serve(long id) {
        Body body = bodies.remove(id);
        if (body == null) {
            return Flux.error(new ApplicationErrorException(Texts.noBody(id)));
        }
        return new BodyFlux(body, outbound, allocator);
    }
}
