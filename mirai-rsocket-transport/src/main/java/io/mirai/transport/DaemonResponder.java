package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.wire.BodyRequest;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.MessageType;
import io.mirai.wire.ProtocolException;
import io.mirai.wire.StopRequest;
import io.mirai.wire.TaskRequest;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a host asks of its daemon: tasks, stops, bodies of replies, and the stream of its events. */
final class DaemonResponder implements RSocket {

    private final TaskHandler handler;
    private final RSocket requester;
    private final ByteBufAllocator allocator;
    private final BodyShelf bodies;
    private final AtomicBoolean controlled = new AtomicBoolean();
    private final DaemonEvents events = new DaemonEvents();

    DaemonResponder(TaskHandler handler, RSocket requester, Outbound outbound) {
        this.handler = handler;
        this.requester = requester;
        this.allocator = ByteBufAllocator.DEFAULT;
        this.bodies = new BodyShelf(outbound, allocator);
    }

    /** Completes when the host has opened the control stream: its way of saying yes. */
    Mono<Void> admitted() {
        return events.opened();
    }

    DaemonEvents events() {
        return events;
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        TaskRequest request;
        try {
            request = TaskRequest.decode(payload.sliceData());
        } finally {
            payload.release();
        }
        Body inline = request.inline();
        Mono<Body> body = inline != null
                ? Mono.just(inline)
                : BodyFetch.of(requester, allocator, request.id(), request.length(), () -> {});
        return new TaskStream(request, body, handler, bodies, allocator);
    }

    @Override
    public Mono<Void> fireAndForget(Payload payload) {
        StopRequest stop;
        try {
            stop = StopRequest.decode(payload.sliceData());
        } finally {
            payload.release();
        }
        for (long id : stop.ids()) {
            // A body on the shelf means that the task has ended, and only its body is not wanted any more.
            if (!bodies.drop(id)) {
                handler.onStop(id, stop.mayInterruptIfRunning());
            }
        }
        return Mono.empty();
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        try {
            if (MessageType.of(payload.sliceData()) == MessageType.BODY) {
                return bodies.serve(BodyRequest.decode(payload.sliceData()).id());
            }
            ControlRequest.check(payload.sliceData());
        } finally {
            payload.release();
        }
        if (!controlled.compareAndSet(false, true)) {
            return Flux.error(new ProtocolException(Texts.controlTwice()));
        }
        return events.stream(allocator);
    }

    @Override
    public void dispose() {
        bodies.clear();
    }
}
