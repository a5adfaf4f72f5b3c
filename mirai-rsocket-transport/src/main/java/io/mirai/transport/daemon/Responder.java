package io.mirai.transport.daemon;

import io.mirai.spi.Body;
import io.mirai.spi.Work;
import io.mirai.transport.link.BodyFetch;
import io.mirai.transport.link.BodyShelf;
import io.mirai.transport.link.Outbound;
import io.mirai.wire.BodyRequest;
import io.mirai.wire.Challenge;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.DismissRequest;
import io.mirai.wire.DrainRequest;
import io.mirai.wire.ForgetRequest;
import io.mirai.wire.Lookup;
import io.mirai.wire.MessageType;
import io.mirai.wire.ProtocolException;
import io.mirai.wire.StopRequest;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.ValuesRequest;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a host asks of its daemon: a proof, tasks, stops, bodies of replies, values, and the stream of its events. */
final class Responder implements RSocket {

    final TaskHandler handler;
    private final Recognition recognition;
    private final RSocket requester;
    final ByteBufAllocator allocator;
    final Outbound outbound;
    final BodyShelf bodies;
    private final LookupClient lookups;

    /** The values of tasks that stream, by task, until the host asks for them. */
    private final Map<Long, FluxValues> values = new ConcurrentHashMap<>();

    private final AtomicReference<ControlRequest> control = new AtomicReference<>(); // null before the admission
    private final ControlSender events = new ControlSender();
    private volatile boolean dismissed;

    Responder(TaskHandler handler, Recognition recognition, RSocket requester, Outbound outbound) {
        this.handler = handler;
        this.recognition = recognition;
        this.requester = requester;
        this.allocator = ByteBufAllocator.DEFAULT;
        this.outbound = outbound;
        this.bodies = new BodyShelf(outbound, allocator);
        this.lookups = new LookupClient(requester, allocator);
    }

    /** Asks the host for code. */
    LookupClient lookups() {
        return lookups;
    }

    /** Brings what the host says when it opens the control stream: its way of saying yes. */
    Mono<ControlRequest> admitted() {
        return events.opened();
    }

    ControlSender events() {
        return events;
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        TaskRequest request;
        try {
            if (MessageType.of(payload.sliceData()) == MessageType.CHALLENGE) {
                return prove(Challenge.decode(payload.sliceData()));
            }
            request = TaskRequest.decode(payload.sliceData());
        } finally {
            payload.release();
        }
        ControlRequest admission = control.get();
        if (admission == null) {
            return Mono.error(new ProtocolException(Texts.taskTooEarly()));
        }
        long id = request.id();
        FluxValues stream = request.kind() == Work.Kind.STREAM ? new FluxValues(id, bodies, allocator) : null;
        if (stream != null) {
            values.put(id, stream);
        }
        return new MonoReply(this, admission, request, stream);
    }

    private Mono<Payload> prove(Challenge challenge) {
        if (!handler.wantsAdmission()) {
            return Mono.never(); // the end of this process, or the host's limit, ends the dial
        }
        return control.get() != null
                ? Mono.error(new ProtocolException(Texts.challengeTwice()))
                : Mono.just(ByteBufPayload.create(recognition.prove(challenge).encode(allocator)));
    }

    /** The function with this id, asked for by each subscription. */
    Mono<Body> fetchFunction(long id) {
        return lookups.ask(new Lookup.Function(id), Texts.function(id), handler.gathering())
                .switchIfEmpty(Mono.error(() -> new IOException(Texts.noFunction(id))))
                .flatMap(FoundCode::body);
    }

    /** The long body of a task. */
    Mono<Body> fetchBody(TaskRequest request) {
        return BodyFetch.of(
                requester,
                allocator,
                request.id(),
                Texts.task(request.id()),
                request.length(),
                handler.gathering(),
                () -> {});
    }

    /** Before the reply leaves. */
    void endValues(long taskId, FluxValues stream) {
        values.remove(taskId);
        stream.end();
    }

    @Override
    public Mono<Void> fireAndForget(Payload payload) {
        try {
            if (control.get() == null) {
                return Mono.empty(); // a host that has not shown yet that it is one
            }
            switch (MessageType.of(payload.sliceData())) {
                case FORGET ->
                    handler.onForget(ForgetRequest.decode(payload.sliceData()).functionId());
                case DISMISS -> {
                    DismissRequest.decode(payload.sliceData());
                    dismissed = true;
                }
                case DRAIN -> {
                    DrainRequest.decode(payload.sliceData());
                    handler.onDrain();
                }
                default -> stop(StopRequest.decode(payload.sliceData()));
            }
        } finally {
            payload.release();
        }
        return Mono.empty();
    }

    private void stop(StopRequest stop) {
        if (!stop.mayInterruptIfRunning()) { // perhaps a recall: if the task has just ended, what it brought is wanted
            handler.onStop(stop.id(), false);
            return;
        }
        bodies.dropAllOf(stop.id());
        // A body on the shelf means that the task has ended, and only its body is not wanted any more.
        if (!bodies.drop(stop.id())) {
            handler.onStop(stop.id(), true);
        }
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        try {
            MessageType type = MessageType.of(payload.sliceData());
            if (type == MessageType.BODY) {
                return bodies.serve(BodyRequest.decode(payload.sliceData()).id());
            }
            if (type == MessageType.VALUES) {
                return valuesOf(ValuesRequest.decode(payload.sliceData()).taskId());
            }
            ControlRequest request = ControlRequest.decode(payload.sliceData());
            if (!recognition.isOfHost(request)) {
                IOException unknown = new IOException(Texts.strangeHost());
                events.fail(unknown);
                return Flux.error(unknown);
            }
            return control.compareAndSet(null, request)
                    ? events.stream(request, allocator)
                    : Flux.error(new ProtocolException(Texts.controlTwice()));
        } finally {
            payload.release();
        }
    }

    /** None if it has ended; an error would be told to nobody where the host has cancelled meanwhile. */
    private Flux<Payload> valuesOf(long taskId) {
        FluxValues stream = values.remove(taskId);
        return stream != null ? stream : Flux.empty();
    }

    /** Whether the host has told this daemon to leave for good. */
    boolean isDismissed() {
        return dismissed;
    }

    /** Calls when the host has had all bodies that were kept for it; perhaps more than once. */
    void whenFetched(Runnable call) {
        bodies.whenEmpty(call);
    }

    @Override
    public void dispose() {
        bodies.clear();
    }
}
