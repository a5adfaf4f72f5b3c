package io.mirai.transport.daemon;

import io.mirai.spi.BodyGathering;
import io.mirai.spi.Departure;
import io.mirai.spi.KeepAliveSpec;
import io.mirai.transport.link.Channels;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.RefusedException;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Sockets;
import io.mirai.transport.link.TrustedAuthorities;
import io.mirai.wire.ControlEvent;
import io.mirai.wire.ControlRequest;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Lookup;
import io.mirai.wire.Protocol;
import io.mirai.wire.Setup;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.rsocket.RSocket;
import io.rsocket.RSocketErrorException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A daemon's end of the connection to its host. Thread-safe; no method blocks. */
public final class HostConnection {

    private static final KeepAliveTimes ON_THIS_MACHINE = new KeepAliveTimes(10_000, 60_000);

    /** A network may swallow a link without a word. */
    private static final KeepAliveTimes ACROSS = KeepAliveTimes.of(KeepAliveSpec.DEFAULT);

    private final Channel channel;
    private final Responder responder;
    private final ControlRequest control;
    private final Sinks.One<String> closed = Sinks.one();

    HostConnection(Channel channel, RSocket requester, Responder responder, ControlRequest control, Sockets sockets) {
        this.channel = channel;
        this.responder = responder;
        this.control = control;
        requester
                .onClose()
                .then(Mono.fromSupplier(this::ownReason))
                .onErrorResume(error -> Mono.just(why(error)))
                .flatMap(why -> sockets.shutDown().thenReturn(why))
                .subscribe(closed::tryEmitValue);
    }

    /**
     * Dials a host.
     *
     * @param address where the host listens
     * @param setup how this daemon introduces itself
     * @param secret what it proves to know, and for TLS whom it trusts and what it shows
     * @param handler runs the tasks; the first may come before this completes
     * @return the connection once the host has admitted this daemon; a {@link RefusedException} if it does not,
     *     another {@link java.io.IOException} if nobody answers, or the host is not the one of the secret
     */
    public static Mono<HostConnection> dial(LinkAddress address, Setup setup, Secret secret, TaskHandler handler) {
        return dial(address, setup, secret, null, handler);
    }

    /**
     * Dials a host that shows a certificate of its own.
     *
     * @param authorities who vouch for it, in place of the pin in the secret; null for the pin
     */
    public static Mono<HostConnection> dial(
            LinkAddress address,
            Setup setup,
            Secret secret,
            @Nullable TrustedAuthorities authorities,
            TaskHandler handler) {
        return dial(
                address,
                Sockets.NATIVE,
                setup,
                secret,
                authorities,
                handler,
                address.isLoopback() ? ON_THIS_MACHINE : ACROSS);
    }

    static Mono<HostConnection> dial(
            LinkAddress address,
            boolean nativeTransport,
            Setup setup,
            Secret secret,
            @Nullable TrustedAuthorities authorities,
            TaskHandler handler,
            KeepAliveTimes proposed) {
        return Mono.defer(() -> {
            Dialling dialling;
            try {
                dialling = new Dialling(address, nativeTransport, setup, secret, authorities, handler, proposed);
            } catch (Throwable e) { // of linkage, which Reactor would throw on this thread
                return Mono.error(DialFailure.explain(address, e, null, false));
            }
            return dialling.connect();
        });
    }

    /** What the host said when it admitted this daemon. */
    public ControlRequest control() {
        return control;
    }

    /** Tells the host that this daemon takes no more tasks, and leaves when those that it has have ended. */
    public void announce(Departure reason) {
        responder.events().announce(reason);
    }

    /**
     * Sends the host a line that a task printed.
     *
     * @param error whether it went to standard error
     * @param taskId the task; 0 if none is known
     * @param line the line without its end; cut if it is too long
     * @return false if the host cannot take it yet; see {@link #onDemand}
     */
    public boolean tryPrint(boolean error, long taskId, String line) {
        return responder.events().tryPrint(new ControlEvent.Output(error, taskId, line));
    }

    /** What to call when the host can take more lines; on the event loop, so it must not block. */
    public void onDemand(Runnable call) {
        responder.events().setOnDemand(call);
    }

    /**
     * Asks the host for a class.
     *
     * @param name its binary name
     * @param known the {@link Lookup#hash} of what the daemon knows as the answer, or {@link Lookup#NOTHING_KNOWN}
     * @return nothing if the host has none for daemons; an {@link IOException} if the link ends first. Signalled on
     *     the link's event loop
     */
    public Mono<FoundCode> classFile(String name, String known) {
        return ask(name, new Lookup.ClassFile(name, known));
    }

    /**
     * Asks the host for a class and for those that it will need next.
     *
     * @param name its binary name
     * @return as for {@link #classFile}; the bytes are as {@link io.mirai.wire.ClassBatch} reads them
     */
    public Mono<FoundCode> classes(String name, String known) {
        return ask(name, new Lookup.Classes(name, known));
    }

    /**
     * Asks the host for the provider files of a service, one after the other.
     *
     * @param name its binary name
     * @return as for {@link #classFile}
     */
    public Mono<FoundCode> services(String name, String known) {
        return ask(name, new Lookup.Services(name, known));
    }

    /**
     * Asks the host for the resources of a name.
     *
     * @param name with slashes, as a class loader takes it
     * @return as for {@link #classFile}; the bytes are as {@link io.mirai.spi.Parts} reads them
     */
    public Mono<FoundCode> resources(String name, String known) {
        return ask(name, new Lookup.Resources(name, known));
    }

    /**
     * Asks the host for the shape of lambdas with this number.
     *
     * @return as for {@link #classFile}; the bytes are as {@link io.mirai.codec.shape.LambdaShape} reads them
     */
    public Mono<FoundCode> shape(int number) {
        return ask("lambdas of shape " + number, new Lookup.Shape(number));
    }

    private Mono<FoundCode> ask(String name, Lookup lookup) {
        return Mono.defer(() -> {
            if (ByteBufUtil.utf8Bytes(name) > Protocol.MAX_NAME_BYTES) {
                return Mono.empty();
            }
            String what = Texts.code(name);
            if (channel.eventLoop().inEventLoop()) {
                return Mono.error(new IOException(Texts.lookupOnLoop(what)));
            }
            return responder.lookups().ask(lookup, what, BodyGathering.IN_CHUNKS);
        });
    }

    /** Whether the host has told this daemon to leave for good; then the connection ends soon. */
    public boolean isDismissed() {
        return responder.isDismissed();
    }

    private String why(Throwable error) {
        return error instanceof RSocketErrorException
                ? Texts.hostEnded(String.valueOf(error.getMessage()))
                : ownReason();
    }

    /** Why this side has ended the connection, if it has. */
    private String ownReason() {
        Throwable failure = Channels.failure(channel);
        if (failure instanceof TimeoutException) {
            return String.valueOf(failure.getMessage());
        }
        return failure instanceof Error ? Texts.oneLine(failure.toString()) : "";
    }

    /**
     * Brings the reason, in one line, when the connection has ended, however it did, and its thread is done; an empty
     * one where nobody gave any. Never fails.
     */
    public Mono<String> onClose() {
        return closed.asMono();
    }

    /**
     * Tells the host that no more comes, as soon as it has fetched what is kept for it; then it ends the connection. Did this
     * side, what has left could be lost: a host that is just writing finds the connection closed, and reads no more of it. To be called
     * after {@link #announce}. Idempotent.
     *
     * @param told is called when the host has been told, perhaps more than once
     */
    public void leave(Runnable told) {
        responder.whenFetched(() -> {
            responder.events().complete();
            told.run();
        });
    }

    /** Ends the connection now, as the end of this process would. */
    void close() {
        Channels.close(channel);
    }
}
