package io.mirai.transport.link;

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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gathers a long body from the peer, asking for a few chunks at a time. */
public final class BodyFetch {

    /** How many chunks may be on their way: enough to keep a fast link busy, little enough for memory. */
    private static final int DEMAND = 32;

    private final long length;
    private final BodyGathering gathering;
    private final LongConsumer onTaken;
    private final List<byte[]> chunks = new ArrayList<>();
    private BodyGathering.@Nullable Target target;
    private long gathered;

    private BodyFetch(long length, BodyGathering gathering, LongConsumer onTaken) {
        this.length = length;
        this.gathering = gathering;
        this.onTaken = onTaken;
    }

    /**
     * The body, fetched by subscribing.
     *
     * @param owner whose it is, for messages
     * @param giveUp tells the peer to drop the body; called when the fetch is cancelled or cannot begin
     */
    public static Mono<Body> of(
            RSocket requester,
            ByteBufAllocator allocator,
            long id,
            String owner,
            long length,
            BodyGathering gathering,
            Runnable giveUp) {
        return of(requester, allocator, id, owner, length, gathering, giveUp, taken -> {});
    }

    /**
     * The body, fetched by subscribing, which tells how it grows.
     *
     * @param onTaken told how much less will be taken of memory than twice the length, by each chunk that has come:
     *     what is taken by now, and what is not needed twice
     */
    public static Mono<Body> of(
            RSocket requester,
            ByteBufAllocator allocator,
            long id,
            String owner,
            long length,
            BodyGathering gathering,
            Runnable giveUp,
            LongConsumer onTaken) {
        return Mono.defer(() -> {
            if (length > Body.MAX_BYTES) {
                giveUp.run();
                return Mono.error(tooLarge(owner, length));
            }
            BodyFetch fetch = new BodyFetch(length, gathering, onTaken);
            return requester
                    .requestStream(ByteBufPayload.create(new BodyRequest(id).encode(allocator)))
                    .map(fetch::take) // before the limit, whose queue would keep what has come
                    .limitRate(DEMAND)
                    .then(Mono.fromCallable(fetch::finish))
                    .onErrorMap(error -> explain(owner, error))
                    // The stream may not have begun, and then its own cancel says nothing to the peer.
                    .doOnCancel(giveUp);
        });
    }

    /** What a body fails with that is longer than any may be. */
    public static MiraiTooLarge tooLarge(String owner, long length) {
        return new MiraiTooLarge(Texts.bodyTooLarge(owner, length));
    }

    private static IOException explain(String owner, Throwable error) {
        if (error instanceof ClosedChannelException) {
            return new IOException(Texts.linkEnded(), error);
        }
        if (error instanceof IOException known) {
            return known;
        }
        Throwable cause = error instanceof NoHeap noHeap ? noHeap.error : error;
        return new IOException(Texts.bodyLost(owner, cause), cause);
    }

    /** There is no memory for it: an exception, as an error would be taken for one of the event loop's. */
    private static final class NoHeap extends RuntimeException {

        private static final long serialVersionUID = 1;

        final OutOfMemoryError error;

        NoHeap(OutOfMemoryError error) {
            super(error);
            this.error = error;
        }
    }

    /** Takes a chunk; returns how many bytes are there. */
    private long take(Payload payload) {
        try {
            add(BodyChunk.decode(payload.sliceData()));
        } finally {
            payload.release();
        }
        return gathered;
    }

    private void add(ByteBuffer chunk) {
        int bytes = chunk.remaining();
        long expected = Math.min(Body.CHUNK_BYTES, length - gathered);
        if (bytes != expected) {
            throw new ProtocolException(Texts.chunkLength(bytes, expected));
        }
        try {
            onTaken.accept(put(chunk));
        } catch (OutOfMemoryError e) {
            throw new NoHeap(e);
        }
        gathered += bytes;
    }

    /** Puts it where it goes; returns how many bytes are taken for it. */
    private long put(ByteBuffer chunk) {
        BodyGathering.Target into = target;
        if (into == null && gathered == 0) {
            into = gathering.begin(chunk, length);
            target = into;
            return into == null ? gather(chunk) : into.arrayBytes() + into.takenBytes();
        }
        if (into == null) {
            return gather(chunk);
        }
        long before = into.takenBytes();
        into.add(chunk);
        return into.takenBytes() - before;
    }

    private long gather(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        chunks.add(bytes);
        return bytes.length;
    }

    private Body finish() {
        if (gathered != length) {
            throw new ProtocolException(Texts.bodyShort(gathered, length));
        }
        return target == null ? new Body(List.copyOf(chunks), length) : target.body();
    }
}
