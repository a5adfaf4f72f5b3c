package io.mirai.transport.host;

import io.mirai.MiraiException;
import io.mirai.spi.Body;
import io.mirai.spi.Reply;
import io.mirai.spi.ReplyListener;
import io.mirai.spi.SharedFunction;
import io.mirai.spi.TaskMessage;
import io.mirai.transport.link.BodyShelf;
import io.mirai.transport.link.Channels;
import io.mirai.transport.link.Outbound;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.DismissRequest;
import io.mirai.wire.DrainRequest;
import io.mirai.wire.ForgetRequest;
import io.mirai.wire.Setup;
import io.mirai.wire.StopRequest;
import io.mirai.wire.StreamItem;
import io.mirai.wire.TaskReply;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import io.mirai.wire.ValuesRequest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.util.ByteBufPayload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The host's end of the connection to one daemon. Thread-safe; no method blocks. */
public final class DaemonLink {

    private final Setup setup;
    private final RSocket requester;
    private final Handshake handshake;
    private final Channel channel;
    private final Outbound outbound;
    private final ByteBufAllocator allocator;
    private final BodyShelf bodies;
    private final SharedFunctions functions;
    private final ControlReceiver control;
    private final ResultFetch results;
    private final Unanswered unanswered = new Unanswered();

    DaemonLink(Setup setup, RSocket requester, Handshake handshake, Scheduler scheduler) {
        Admission admission = handshake.admission;
        this.setup = setup;
        this.requester = requester;
        this.handshake = handshake;
        this.channel = handshake.channel;
        this.outbound = handshake.outbound;
        this.allocator = channel.alloc();
        this.bodies = new BodyShelf(outbound, allocator);
        this.functions = new SharedFunctions(bodies);
        this.control = new ControlReceiver(this, admission);
        this.results = new ResultFetch(
                requester,
                allocator,
                admission.maxResultBytes(),
                HeapRoom.OF_THIS_JVM,
                scheduler,
                admission.gathering(),
                id -> stop(id, true));
    }

    /** What the daemon may ask, once it is admitted. */
    RSocket responder(ClassSource classes, Scheduler lookups) {
        return new Responder(
                bodies, new Lookups(classes, functions, lookups, bodies, outbound, allocator), this::breakOff);
    }

    /**
     * The daemon has proven its token: tells of the link. Called on its event loop, as is all that comes over it: so
     * the end is told after the last reply.
     */
    void onProof() {
        Admission admission = handshake.admission;
        admission.onConnected(this);
        channel.closeFuture().addListener(closed -> {
            bodies.clear();
            functions.clear();
            admission.onClosed(this);
        });
    }

    /** How the daemon introduced itself, its capacity cut to what a daemon may have. */
    public Setup setup() {
        return setup;
    }

    /** The token that the daemon has proven. */
    public Token proven() {
        return handshake.proven();
    }

    /** Whether the fleet still expects the token that the daemon has proven: it may have taken it back meanwhile. */
    public boolean isStillExpected() {
        return handshake.isStillExpected(setup);
    }

    /**
     * Lets the daemon in: opens the control stream, by which it knows that it is admitted. Tasks may be sent from then
     * on.
     *
     * @param slot the daemon's slot, from 0
     * @param instance which daemon of the slot it is, from 1
     */
    public void admit(int slot, int instance) {
        ControlRequest request = handshake.admit(slot, instance);
        requester
                .requestStream(ByteBufPayload.create(request.encode(allocator)))
                .subscribe(control);
    }

    /**
     * Does not let the daemon in, and ends the link.
     *
     * @param reason what its user is told
     */
    public void refuse(String reason) {
        handshake.refuse(reason);
    }

    /**
     * Sends a task, after {@link #admit}. Exactly one reply follows, on the event loop, unless the link ends first; then only {@link
     * Admission#onClosed} tells. The reply comes within this call if the daemon has left.
     */
    public void send(TaskMessage task, ReplyListener listener) {
        if (!unanswered.tryAdd()) {
            listener.onReply(new Reply(Reply.Kind.NOT_STARTED, 0, Body.EMPTY));
            return;
        }
        long id = task.id();
        if (!task.body().isInline()) {
            bodies.put(id, task.body());
        }
        SharedFunction function = task.work().function();
        if (function != null) {
            functions.keep(function);
        }
        Payload message = ByteBufPayload.create(TaskRequest.encode(allocator, task));
        requester.requestResponse(message).subscribe(new ReplyReceiver(this, id, listener));
    }

    /**
     * The values of a task that streams and was sent. One subscriber, whose demand is that which the task is asked for; its
     * cancel stops the task. It never fails: the task's reply tells, also of a value that was lost.
     */
    public Flux<Mono<Body>> values(long taskId) {
        return Flux.defer(() ->
                        requester.requestStream(ByteBufPayload.create(new ValuesRequest(taskId).encode(allocator))))
                .map(payload -> item(taskId, payload))
                // RSocket's own cancel says nothing to the daemon where it crosses the end of the stream.
                .doOnCancel(() -> stop(taskId, true))
                .onErrorResume(error -> {
                    breakOff(error);
                    return Flux.empty();
                });
    }

    private Mono<Body> item(long taskId, Payload payload) {
        StreamItem item;
        try {
            item = StreamItem.decode(payload.sliceData());
        } finally {
            payload.release();
        }
        return results.ofItem(taskId, item.bodyId(), item.length(), item.inline())
                .doOnError(error -> !(error instanceof MiraiException), this::breakOff);
    }

    /** No task will apply this function any more: the daemon need not keep it, if it has it. */
    public void forget(SharedFunction function) {
        if (functions.forget(function.id())) {
            Payload message = ByteBufPayload.create(new ForgetRequest(function.id()).encode(allocator));
            requester.fireAndForget(message).subscribe(nothing -> {}, linkEnded -> {});
        }
    }

    /**
     * Asks the daemon to end a task; the task's reply answers.
     *
     * @param mayInterruptIfRunning whether it is interrupted if it runs
     */
    public void stop(long taskId, boolean mayInterruptIfRunning) {
        Payload message = ByteBufPayload.create(new StopRequest(taskId, mayInterruptIfRunning).encode(allocator));
        requester.fireAndForget(message).subscribe(nothing -> {}, linkEnded -> {});
    }

    /** Asks the daemon to leave for good when the tasks that it has then have ended. */
    public void drain() {
        Payload message = ByteBufPayload.create(new DrainRequest().encode(allocator));
        requester.fireAndForget(message).subscribe(nothing -> {}, linkEnded -> {});
    }

    /** Tells the daemon to end, whatever it does when its host goes. */
    public void dismiss() {
        Payload message = ByteBufPayload.create(new DismissRequest().encode(allocator));
        requester.fireAndForget(message).subscribe(nothing -> {}, linkEnded -> {});
    }

    /** A line of {@link Admission#onOutput} was printed or dropped: the daemon may send another. */
    public void outputTaken() {
        control.take();
    }

    /** Whether what is sent now may still leave. */
    public boolean isOpen() {
        return channel.isActive();
    }

    /** Why this side has ended the link because of what the daemon did; empty if it has not. */
    public String endedBecause() {
        return handshake.ending.reason();
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
        listener.onReply(results.ofReply(taskId, reply));
        if (unanswered.markAnswered()) {
            close();
        }
    }

    /** The daemon has left, and says no more of its own. */
    void onAllSaid() {
        if (unanswered.markSaid()) {
            close();
        }
    }

    /** The stream of the task has ended without its reply; usually because the link has. */
    void onNoReply(long taskId, Throwable error) {
        bodies.drop(taskId);
        breakOff(error);
    }

    /** Ends the link because of what the daemon did; does nothing if the link has ended. */
    void breakOff(Throwable violation) {
        handshake.ending.begin(Texts.violation(String.valueOf(violation.getMessage())));
    }
}
