package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.wire.BodyChunk;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.exceptions.ApplicationErrorException;
import io.rsocket.util.ByteBufPayload;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;

/** The long bodies that one side of a link keeps for the other to fetch, each once. Thread-safe. */
final class BodyShelf {

    private final Map<Long, Body> bodies = new ConcurrentHashMap<>();
    private final ByteBufAllocator allocator;

    BodyShelf(ByteBufAllocator allocator) {
        this.allocator = allocator;
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

    /** The body in chunks as they are asked for, each free to go once it is sent; an error if it is not here. */
    Flux<Payload> serve(long id) {
        Body body = bodies.remove(id);
        if (body == null) {
            return Flux.error(new ApplicationErrorException(Texts.noBody(id)));
        }
        Queue<byte[]> chunks = new ArrayDeque<>(body.chunks());
        return Flux.generate(sink -> {
            byte[] chunk = chunks.poll();
            if (chunk != null) {
                sink.next(ByteBufPayload.create(BodyChunk.encode(allocator, chunk)));
            }
            if (chunks.isEmpty()) {
                sink.complete();
            }
        });
    }
}
