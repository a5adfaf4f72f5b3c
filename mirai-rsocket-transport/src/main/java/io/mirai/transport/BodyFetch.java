package io.mirai.transport;

import io.mirai.MiraiTooLarge;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.wire.BodyChunk;
import io.mirai.wire.BodyRequest;
import io.mirai.wire.ProtocolException;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gathers a long body from the peer, asking for a few chunks at a time. */
final class BodyFetch {

    /** How many chunks may be on their way: enough to keep a fast link busy, little enough for memory. */
    private static final int DEMAND = 32;

    private final long length;
    private final BodyGathering gathering;
    private final IntConsumer onChunk;
    private final List<byte[]> chunks = new ArrayList<>();
    private BodyGathering.@Nullable Target target;
    private long gathered;

    private BodyFetch(long length, BodyGathering gathering, IntConsumer onChunk) {
        this.length = length;
        this.gathering = gathering;
        this.onChunk = onChunk;
    }

    /**
     * The body, fetched by subscribing.
     *
     * @param owner whose it is, for messages
     * @param giveUp tells the peer to drop the body; called when the fetch is cancelled or cannot begin
     */
    static Mono<Body> of(
            RSocket requester,
            ByteBufAllocator allocator,
            long id,
            String owner,
            long length,
            BodyGathering gathering,
            Runnable giveUp) {
        return of(requester, allocator, id, owner, length, gathering, giveUp, chunk -> {});
    }

    /**
     * The same.
     *
     * @param onChunk told the length of each chunk that has come
     */
    static Mono<Body> of(
            RSocket requester,
            ByteBufAllocator allocator,
            long id,
            String owner,
            long length,
            BodyGathering gathering,
            Runnable giveUp,
            IntConsumer onChunk) {
        return Mono.defer(() -> {
            if (length > Body.MAX_BYTES) {
                giveUp.run();
                return Mono.error(new MiraiTooLarge(Texts.bodyTooLarge(owner, length)));
            }
            return requester
                    .requestStream(ByteBufPayload.create(new BodyRequest(id).encode(allocator)))
                    .map(BodyFetch::decode)
                    .limitRate(DEMAND)
                    .collect(() -> new BodyFetch(length, gathering, onChunk), BodyFetch::add)
                    .map(BodyFetch::finish)
                    .onErrorMap(error -> error instanceof IOException ? error : lost(owner, error))
                    // The stream may not have begun, and then its own cancel says nothing to the peer.
                    .doOnCancel(giveUp);
        });
    }

    private static IOException lost(String owner, Throwable cause) {
        return new IOException(Texts.bodyLost(owner, cause), cause);
    }

    private static byte[] decode(Payload payload) {
        try {
            return BodyChunk.decode(payload.sliceData());
        } finally {
            payload.release();
        }
    }

    private void add(byte[] chunk) {
        long expected = Math.min(Body.CHUNK_BYTES, length - gathered);
        if (chunk.length != expected) {
            throw new ProtocolException(Texts.chunkLength(chunk.length, expected));
        }
        BodyGathering.Target into = target;
        if (gathered == 0) {
            into = gathering.begin(chunk, length);
            target = into;
        } else if (into != null) {
            into.add(chunk);
        }
        if (into == null) {
            chunks.add(chunk);
        }
        gathered += chunk.length;
        onChunk.accept(chunk.length);
    }

    private Body finish() {
        if (gathered != length) {
            throw new ProtocolException(Texts.bodyShort(gathered, length));
        }
        return target == null ? new Body(List.copyOf(chunks), length) : target.body();
    }
}
