package io.mirai.transport.host;

import io.mirai.transport.link.BodyShelf;
import io.mirai.wire.BodyRequest;
import io.mirai.wire.Lookup;
import io.mirai.wire.ProtocolException;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.exceptions.ApplicationErrorException;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a daemon may ask of its host: bodies of its tasks, and code for them. Anything that the protocol does not
 * allow it ends the link.
 */
final class Responder implements RSocket {

    private final BodyShelf bodies;
    private final Lookups lookups;
    private final Consumer<ProtocolException> breakOff;

    Responder(BodyShelf bodies, Lookups lookups, Consumer<ProtocolException> breakOff) {
        this.bodies = bodies;
        this.lookups = lookups;
        this.breakOff = breakOff;
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        try {
            return bodies.serve(BodyRequest.decode(payload.sliceData()).id());
        } catch (ProtocolException violation) {
            return Flux.error(broken(violation));
        } finally {
            payload.release();
        }
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        try {
            return lookups.answer(Lookup.decode(payload.sliceData()));
        } catch (ProtocolException violation) {
            return Mono.error(broken(violation));
        } catch (LinkageError e) { // where there are no descriptors: Reactor would throw it on, and nobody would answer
            return Mono.error(new ApplicationErrorException(Texts.cannotAnswer(e), e));
        } finally {
            payload.release();
        }
    }

    @Override
    public Mono<Void> fireAndForget(Payload payload) {
        payload.release();
        return Mono.error(broken(new ProtocolException(Texts.notAllowed("fire-and-forget"))));
    }

    @Override
    public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
        return Flux.error(broken(new ProtocolException(Texts.notAllowed("request-channel"))));
    }

    @Override
    public Mono<Void> metadataPush(Payload payload) {
        payload.release();
        return Mono.error(broken(new ProtocolException(Texts.notAllowed("metadata-push"))));
    }

    private ProtocolException broken(ProtocolException violation) {
        breakOff.accept(violation);
        return violation;
    }
}
