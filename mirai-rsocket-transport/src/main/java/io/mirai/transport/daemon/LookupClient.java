package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import io.mirai.transport.link.BodyFetch;
import io.mirai.wire.Lookup;
import io.mirai.wire.LookupAnswer;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import reactor.core.publisher.Mono;

/** Asks the host for code, on the daemon's side. Thread-safe. */
final class LookupClient {

    private final RSocket requester;
    private final ByteBufAllocator allocator;

    LookupClient(RSocket requester, ByteBufAllocator allocator) {
        this.requester = requester;
        this.allocator = allocator;
    }

    /**
     * Asks once for each subscription.
     *
     * @param what it is, for messages
     * @param gathering how it is put together, if it is long
     * @return nothing if the host has it not; an {@link IOException} if the link ends first
     */
    Mono<FoundCode> ask(Lookup lookup, String what, BodyGathering gathering) {
        return Mono.defer(() -> requester
                        .requestResponse(ByteBufPayload.create(lookup.encode(allocator)))
                        .map(LookupClient::decode)
                        .filter(answer -> answer.found() != LookupAnswer.Found.NO)
                        .map(answer -> found(answer, what, gathering)))
                .onErrorMap(error -> new IOException(Texts.notLookedUp(what, error), error));
    }

    private static LookupAnswer decode(Payload payload) {
        try {
            return LookupAnswer.decode(payload.sliceData());
        } finally {
            payload.release();
        }
    }

    private FoundCode found(LookupAnswer answer, String what, BodyGathering gathering) {
        Body inline = answer.inline();
        Mono<Body> body = inline != null
                ? Mono.just(inline)
                : BodyFetch.of(
                        requester,
                        allocator,
                        answer.bodyId(),
                        Texts.answer(what),
                        answer.length(),
                        gathering,
                        () -> {});
        return new FoundCode(answer.found() == LookupAnswer.Found.KNOWN, body);
    }
}
