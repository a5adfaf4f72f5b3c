package io.mirai.transport.daemon;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.Gate;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Tls;
import io.mirai.transport.link.TrustedAuthorities;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

/**
 * What a daemon does on a connection before its first frame: TLS, where the url has it, and the upgrade to WebSocket.
 * Used once.
 */
final class Entry {

    private static final long LIMIT_SECONDS = 10;

    private final LinkAddress address;
    private final Secret secret;
    private final @Nullable TrustedAuthorities authorities;
    private final Sinks.Empty<Void> opened = Sinks.empty();
    private @Nullable SslHandler tls;
    private volatile boolean encrypted;

    Entry(LinkAddress address, Secret secret, @Nullable TrustedAuthorities authorities) {
        this.address = address;
        this.secret = secret;
        this.authorities = authorities;
    }

    /**
     * Makes what TLS needs, before anything is dialled: the host gives a connection little time, and the first use of
     * TLS loads many classes.
     *
     * @throws IOException if the url has no port, the secret is one for TLS and the url has none, or the reverse, or it cannot be used
     */
    void prepare() throws IOException {
        if (!(address instanceof LinkAddress.Tcp tcp)) {
            return;
        }
        if (tcp.port() == 0) {
            throw new IOException(Texts.portZero());
        }
        if (address.isEncrypted() != secret.isForTls()) {
            throw new IOException(secret.isForTls() ? Texts.secretOfTls() : Texts.secretWithoutTls());
        }
        if (address.isEncrypted()) {
            tls = Tls.client(tcp, secret, authorities);
        }
    }

    /** Whether the host has been recognised, so that an end which comes now is the host's wish. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** Completes on the event loop when frames can be sent; fails if the host does not let this in. */
    Mono<Void> opened() {
        return opened.asMono();
    }

    /** Begins, on the event loop, with a connection that has just been made. */
    void begin(Connection connection, Runnable inside) {
        Guarded.step(connection.channel(), () -> enter(connection, inside));
    }

    private void enter(Connection connection, Runnable inside) {
        Channel channel = connection.channel();
        channel.closeFuture()
                .addListener(closed -> opened.tryEmitError(new IOException(Texts.closedBeforeAdmission())));
        Runnable passed = () -> Guarded.step(channel, () -> {
            inside.run();
            opened.tryEmitEmpty();
        });
        if (!(address instanceof LinkAddress.Tcp tcp)) {
            passed.run();
            return;
        }
        Future<?> limit = channel.eventLoop()
                .schedule(
                        () -> {
                            Channels.fail(channel, new TimeoutException(Texts.slowHost()));
                            Channels.close(channel);
                        },
                        LIMIT_SECONDS,
                        TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
        Runnable last = () -> {
            limit.cancel(false);
            passed.run();
        };
        Runnable next = tcp.path().isEmpty() ? last : () -> Upgrade.begin(connection, tcp, last);
        SslHandler handler = tls;
        if (handler == null) {
            next.run();
            return;
        }
        Runnable recognised = () -> Guarded.step(channel, () -> {
            encrypted = true;
            next.run();
        });
        Gate.begin(connection, handler, recognised, cause -> Channels.fail(channel, cause));
    }
}
