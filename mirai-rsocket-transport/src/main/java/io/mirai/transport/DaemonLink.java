package io.mirai.transport;

import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.TaskMessage;
import io.mirai.wire.ControlEvent;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.Setup;
import io.mirai.wire.StopRequest;
import io.mirai.wire.TaskReply;
import io.mirai.wire.TaskRequest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.rsocket.DuplexConnection;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The host's end of the connection to one daemon. Thread-safe; no method blocks. */
public final class DaemonLink {

    /** How many events a daemon may send ahead. */
    private static final int EVENT_DEMAND = 256;

    private final Setup setup;
    private final RSocket requester;
    private final Channel channel;
    private final DuplexConnection duplex;
    private final ByteBufAllocator allocator;
    private final BodyShelf bodies;
    private final AtomicBoolean broken = new AtomicBoolean();

    DaemonLink(Setup setup, RSocket requester, Channel channel, DuplexConnection duplex) {
        this.setup = setup;
        this.requester = requester;
        this.channel = channel;
        this.duplex = duplex;
        this.allocator = duplex.alloc();
        this.bodies = new BodyShelf(allocator);
    }

    /**
     * Opens the control stream, by which the daemon knows that it is admitted, and tells of the link. Called
     * on its event loop, as is all that comes over it: so the end is told after the last reply.
     */
    RSocket open(Admission admission, ClassSource classes, Scheduler lookups) {
        requester
                .requestStream(ByteBufPayload.create(ControlRequest.encode(allocator)))
                .map(DaemonLink::decodeEvent)
                .limitRate(EVENT_DEMAND)
                .subscribe(event -> onEvent(event, admission), this::breakOff);
        admission.onConnected(this);
        channel.closeFuture().addListener(closed -> {
            bodies.clear();
            admission.onClosed(this);
        });
        return new HostResponder(bodies, new Lookups(classes, lookups, bodies, allocator), this::breakOff);
    }

    /** How the daemon introduced itself, its capacity cut to what a daemon may have. */
    public Setup setup() {
        return setup;
    }

    /**
     * Sends a task. Exactly one reply follows, on the event loop, unless the link ends first; then only {@link
     * Admission#onClosed} tells.
     */
    public void send(TaskMessage task, ReplyListener listener) {
        long id = task.id();
        if (!task.body().isInline()) {
            bodies.put(id, task.body());
        }
        Payload message = ByteBufPayload.create(TaskRequest.encode(
                allocator,
                id,
                task.sequence(),
                task.attempt(),
                TaskRequest.NO_LIMIT,
                TaskRequest.NO_FUNCTION,
                task.name(),
                task.body()));
        requester.requestResponse(message).subscribe(new ReplyReceiver(this, id, listener));
    }

    /** Asks the daemon to end a task, interrupting it if it runs; the task's reply answers. */
    public void stop(long taskId) {
        Payload message = ByteBufPayload.create(new StopRequest(List.of(taskId), true).encode(allocator));
        requester.fireAndForget(message).subscribe(nothing -> {}, linkEnded -> {});
    }

    /** Ends the link now. Idempotent. */
    public void close() {
        Channels.close(channel);
    }

    /** The task has ended: what was kept for it goes, and its reply is told. */
    void onReply(long taskId, Payload payload, ReplyListener listener) {
        bodies.drop(taskId);
        TaskReply reply;
        try {
            reply = TaskReply.decode(payload.sliceData());
        } finally {
            payload.release();
        }
        Body inline = reply.inline();
        Mono<Body> body = inline != null
                ? Mono.just(inline)
                : BodyFetch.of(requester, allocator, taskId, reply.length(), () -> stop(taskId));
        listener.onReply(new Reply(reply.kind(), body));
    }

    /** The stream of the task has ended without its reply; usually because the link has. */
    void onNoReply(long taskId, Throwable error) {
        bodies.drop(taskId);
        breakOff(error);
    }

    /** Ends the link because of what the daemon did, once; does nothing if the link has ended. */
    void breakOff(Throwable violation) {
        // When a link ends each of its streams ends with an error, and there may be a thousand of them.
        if (!channel.isActive() || !broken.compareAndSet(false, true)) {
            return;
        }
        Channels.breakOff(channel, duplex, Texts.violation(String.valueOf(violation.getMessage())));
    }

    private static ControlEvent decodeEvent(Payload payload) {
        try {
            return ControlEvent.decode(payload.sliceData());
        } finally {
            payload.release();
        }
    }

    private void onEvent(ControlEvent event, Admission admission) {
        // Lines of output have no reader on the host.
        if (event instanceof ControlEvent.Draining draining) {
            admission.onDraining(this, draining.reason());
        }
    }
}
