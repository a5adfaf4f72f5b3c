package io.mirai.bench.floor;

import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many bytes over bare rsocket-java: chunks by request-stream, some of them at a time. */
final class Chunks {

    private static final int BYTES = 256 * 1024;
    private static final int AT_A_TIME = 32;

    private Chunks() {}

    static Flux<Payload> of(byte[] bytes) {
        return Flux.range(0, (bytes.length + BYTES - 1) / BYTES).map(i -> {
            int length = Math.min(BYTES, bytes.length - i * BYTES);
            return ByteBufPayload.create(Unpooled.wrappedBuffer(bytes, i * BYTES, length));
        });
    }

    /** Puts all of them together in one array. */
    static Mono<byte[]> gather(Flux<Payload> chunks, int length) {
        return Mono.defer(() -> {
            byte[] all = new byte[length];
            int[] at = {0};
            return chunks.limitRate(AT_A_TIME)
                    .doOnNext(chunk -> {
                        int count = chunk.data().readableBytes();
                        chunk.data().readBytes(all, at[0], count);
                        chunk.release();
                        at[0] += count;
                    })
                    .then(Mono.fromSupplier(() -> all));
        });
    }
}
