package io.mirai.transport.daemon;

import io.mirai.spi.Departure;
import io.mirai.wire.ControlEvent;
import io.mirai.wire.ControlRequest;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The control stream, on the daemon: what it tells its host unasked. Thread-safe; no method blocks. */
final class ControlSender {

    /** How much of the host's demand lines leave alone, so that a departure never waits for them to be printed. */
    private static final int RESERVED = 8;

    private final Sinks.One<ControlRequest> opened = Sinks.one();
    private volatile @Nullable FluxSink<ControlEvent> sink;
    private volatile Runnable onDemand = () -> {};

    /** Brings what the host said when it opened the stream. */
    Mono<ControlRequest> opened() {
        return opened.asMono();
    }

    /** Who opens the stream is not to be trusted. */
    void fail(Throwable why) {
        opened.tryEmitError(why);
    }

    /** The stream, for its one subscriber. */
    Flux<Payload> stream(ControlRequest request, ByteBufAllocator allocator) {
        return Flux.<ControlEvent>create(fresh -> open(fresh, request))
                .map(event -> ByteBufPayload.create(event.encode(allocator)));
    }

    private void open(FluxSink<ControlEvent> fresh, ControlRequest request) {
        sink = fresh;
        fresh.onRequest(more -> onDemand.run());
        opened.tryEmitValue(request);
    }

    /** What to call on the event loop when the host asks for more. */
    void setOnDemand(Runnable call) {
        onDemand = call;
    }

    /** Tells of the departure as soon as the host can hear of it; only after the stream was opened. */
    void announce(Departure reason) {
        FluxSink<ControlEvent> open = sink;
        if (open != null) {
            open.next(new ControlEvent.Draining(reason));
        }
    }

    /** No more comes. Idempotent. */
    void complete() {
        FluxSink<ControlEvent> open = sink;
        if (open != null) {
            open.complete();
        }
    }

    /** Sends a line; false if the host has not asked for so many. */
    boolean tryPrint(ControlEvent.Output line) {
        FluxSink<ControlEvent> open = sink;
        if (open == null || open.isCancelled() || open.requestedFromDownstream() <= RESERVED) {
            return false;
        }
        open.next(line);
        return true;
    }
}
