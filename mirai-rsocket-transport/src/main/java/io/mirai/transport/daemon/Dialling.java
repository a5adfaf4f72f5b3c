package io.mirai.transport.daemon;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.KeepAlive;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Outbound;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Sockets;
import io.mirai.transport.link.TrustedAuthorities;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Protocol;
import io.mirai.wire.Setup;
import io.netty.channel.Channel;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.ClientTransport;
import io.rsocket.transport.netty.TcpDuplexConnection;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;

/** One attempt of a daemon to join its host. Used once. */
final class Dialling {

    /** The daemon's own RSocket keeps nothing alive and ends no silent link: see {@link SetupConnection}. */
    private static final Duration NEVER = Duration.ofMillis(Integer.MAX_VALUE);

    /** How long after the end of the connection its reason may come. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final LinkAddress address;
    private final Setup setup;
    private final Entry entry;
    private final Recognition recognition;
    private final Sockets sockets;
    private final TaskHandler handler;
    private final Outbound outbound = Outbound.ofDaemon();
    private final KeepAliveTimes times;
    private final KeepAlive keepAlive;
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Responder responder;

    Dialling(
            LinkAddress address,
            boolean nativeTransport,
            Setup setup,
            Secret secret,
            @Nullable TrustedAuthorities authorities,
            TaskHandler handler,
            KeepAliveTimes times) {
        this.address = address;
        this.setup = setup;
        this.recognition = new Recognition(secret.token(), setup);
        this.entry = new Entry(address, secret, authorities);
        this.sockets = new Sockets(address, nativeTransport, "mirai-link", 1);
        this.handler = handler;
        this.times = times;
        this.keepAlive = address.isLoopback() ? new KeepAlive(times) : new HostWatch(times);
    }

    /**
     * Dials. Reactor throws an error of linkage on the thread where it happens, and tells nobody who waits: on this thread
     * it is caught, on the event loop the connection ends for it, which no attempt outlives for long.
     */
    Mono<HostConnection> connect() {
        Mono<HostConnection> lost = closed.asMono()
                .then(Mono.delay(LAST_WORDS))
                .then(Mono.error(() -> explain(new IOException(Texts.closedBeforeAdmission()))));
        return Mono.create(sink -> {
            try {
                sink.onCancel(attempt().or(lost).subscribe(sink::success, sink::error));
            } catch (Throwable e) {
                sink.error(explain(e));
            }
        });
    }

    private Mono<HostConnection> attempt() {
        return RSocketConnector.create()
                .setupPayload(DefaultPayload.create(setup.bytes()))
                .keepAlive(NEVER, NEVER)
                .fragment(Protocol.fragmentBytes(address.maxFrameBytes()))
                .maxInboundPayloadSize(Protocol.MAX_FRAME_BYTES)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .acceptor((payload, requester) -> respond(requester))
                .connect(new Transport())
                .flatMap(this::awaitAdmission)
                .onErrorResume(error -> giveUp().then(Mono.error(() -> explain(error))))
                .doFinally(signal -> {
                    if (signal == SignalType.CANCEL) {
                        giveUp().subscribe();
                    }
                });
    }

    private Mono<RSocket> respond(RSocket requester) {
        Guarded.step(
                Objects.requireNonNull(channel),
                () -> responder = new Responder(handler, recognition, requester, outbound));
        Responder made = responder;
        return made == null ? Mono.never() : Mono.just(made);
    }

    private Mono<HostConnection> awaitAdmission(RSocket requester) {
        Mono<HostConnection> ended =
                requester.onClose().then(Mono.error(() -> new IOException(Texts.closedBeforeAdmission())));
        Channel open = Objects.requireNonNull(channel);
        Responder made = Objects.requireNonNull(responder);
        return made.admitted()
                .doOnNext(control -> keepAlive.change(control.keepAlive()))
                .map(control -> new HostConnection(open, requester, made, control, sockets))
                .or(ended);
    }

    /**
     * The loops end last: a connection whose loop is gone would stay open, and RSocket stops its timer only when
     * the channel has closed.
     */
    private Mono<Void> giveUp() {
        Channel open = channel;
        Mono<Void> ended =
                open == null ? Mono.empty() : Mono.create(sink -> open.close().addListener(closed -> sink.success()));
        return ended.then(sockets.shutDown());
    }

    private IOException explain(Throwable error) {
        Channel ended = channel;
        return DialFailure.explain(address, error, ended == null ? null : Channels.failure(ended), entry.isEncrypted());
    }

    private final class Transport implements ClientTransport {

        @Override
        public int maxFrameLength() {
            return address.maxFrameBytes();
        }

        @Override
        public Mono<DuplexConnection> connect() {
            TcpClient client;
            try {
                entry.prepare();
                client = sockets.client();
            } catch (IOException unusable) {
                return Mono.error(unusable);
            }
            return client.doOnConnected(this::enter)
                    .connect()
                    .flatMap(connection -> entry.opened().thenReturn(connection))
                    .map(this::frames)
                    .transform(Guarded.signals(() -> channel));
        }

        private void enter(Connection connection) {
            channel = connection.channel();
            connection.channel().closeFuture().addListener(ended -> closed.tryEmitEmpty());
            entry.begin(connection, () -> prepare(connection));
        }

        private void prepare(Connection connection) {
            Channels.prepare(connection, address.maxFrameBytes());
            connection.addHandlerLast("keepAlive", keepAlive).addHandlerLast("outbound", outbound);
        }

        private DuplexConnection frames(Connection connection) {
            if (!connection.channel().isActive()) {
                throw new IllegalStateException(Texts.closedBeforeAdmission());
            }
            return new SetupConnection(
                    connection.channel(), new TcpDuplexConnection("daemon", connection), outbound, times);
        }
    }
}
