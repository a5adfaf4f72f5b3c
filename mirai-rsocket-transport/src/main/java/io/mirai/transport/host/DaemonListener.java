package io.mirai.transport.host;

import io.mirai.machine.OwnFiles;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.transport.link.Sockets;
import io.mirai.wire.Token;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.tcp.TcpServer;

/** The host's door: a socket on which daemons dial in. Thread-safe. */
public final class DaemonListener {

    /** Loops only move finished bytes, so a few serve many daemons. */
    private static final int MAX_LOOPS = 4;

    private static final int LOOKUP_THREADS = 2;
    private static final long IDLE_SECONDS = 10;

    private final LinkAddress address;
    private final @Nullable HostTls tls;
    private final Sockets sockets;
    private final Mono<DisposableServer> binding;
    private final ChannelGroup connections;
    private final ExecutorService lookups;
    private final Disposable expiry;
    private volatile DisposableServer server;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    private DaemonListener(
            LinkAddress address,
            @Nullable HostTls tls,
            Sockets sockets,
            Mono<DisposableServer> binding,
            DisposableServer server,
            ChannelGroup connections,
            ExecutorService lookups) {
        this.address = address;
        this.tls = tls;
        this.sockets = sockets;
        this.binding = binding;
        this.server = server;
        this.connections = connections;
        this.lookups = lookups;
        this.expiry = tls == null ? Disposables.disposed() : Expiry.watch(tls.certificate());
    }

    /**
     * Listens at an address that only this user, or without TLS only this machine, may reach.
     *
     * @param address where; the path of a Unix socket has at most 107 bytes, nothing may be there yet, and its
     *     directory is this user's alone
     * @param admission decides who joins, and hears of them
     * @param classes what those who joined may have of the code of their tasks
     * @return the listener once it listens, or an {@link IOException} that says what kept it from listening. What it
     *     does to files, it does on threads of its own
     */
    public static Mono<DaemonListener> bind(LinkAddress address, Admission admission, ClassSource classes) {
        return bind(address, Protection.STANDARD, admission, classes);
    }

    /** As above, with a protection of one's own. */
    public static Mono<DaemonListener> bind(
            LinkAddress address, Protection protection, Admission admission, ClassSource classes) {
        return bind(address, protection, Sockets.NATIVE, admission, classes);
    }

    static Mono<DaemonListener> bind(
            LinkAddress address,
            Protection protection,
            boolean nativeTransport,
            Admission admission,
            ClassSource classes) {
        return Mono.defer(() -> {
            int workers = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
            Sockets sockets = new Sockets(address, nativeTransport, "mirai-host", workers);
            ExecutorService threads = lookupThreads();
            ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
            return signalled(
                            Mono.fromCallable(() -> new Reception(
                                    address,
                                    tls(address, protection),
                                    nativeTransport,
                                    connections,
                                    admission,
                                    classes,
                                    Schedulers.fromExecutor(threads))),
                            threads)
                    .flatMap(reception -> listen(address, protection, reception, sockets, connections, threads))
                    .doOnError(error -> threads.shutdown())
                    .onErrorResume(error -> sockets.shutDown().then(Mono.error(notBound(address, error))));
        });
    }

    private static @Nullable HostTls tls(LinkAddress address, Protection protection) throws IOException {
        return address.isEncrypted() ? HostTls.of(protection) : null;
    }

    /**
     * Subscribes on one of the threads. Reactor throws an error of linkage on the thread where it happens, and who
     * waits would wait for ever.
     */
    private static <T> Mono<T> signalled(Mono<T> source, ExecutorService threads) {
        return Mono.create(sink -> threads.execute(() -> {
            try {
                source.subscribe(sink::success, sink::error);
            } catch (Throwable e) {
                sink.error(new IOException(e.toString(), e));
            }
        }));
    }

    private static IOException notBound(LinkAddress address, Throwable error) {
        return new IOException(Texts.notBound(address, error), error);
    }

    private static TcpServer server(LinkAddress address, Protection protection, Sockets sockets) throws IOException {
        if (address instanceof LinkAddress.Tcp tcp) {
            InetSocketAddress where = tcp.resolve();
            if (!tcp.isEncrypted()
                    && !protection.insecure()
                    && !where.getAddress().isLoopbackAddress()) {
                throw new IOException(Texts.notLoopback(tcp));
            }
            return sockets.server(where);
        }
        if (address instanceof LinkAddress.Unix unix) {
            Path directory = unix.path().toAbsolutePath().getParent();
            if (directory == null) {
                throw new IOException(Texts.noDirectory(unix.path()));
            }
            SocketDirectory.check(directory);
            if (Files.exists(unix.path(), LinkOption.NOFOLLOW_LINKS)) {
                // Netty would replace the socket of another that listens there.
                throw new IOException(Texts.inUse());
            }
        }
        return sockets.server(null);
    }

    private static Mono<DaemonListener> listen(
            LinkAddress address,
            Protection protection,
            Reception reception,
            Sockets sockets,
            ChannelGroup connections,
            ExecutorService lookups) {
        Mono<DisposableServer> binding = signalled(
                Mono.fromCallable(() -> server(address, protection, sockets))
                        .<DisposableServer>flatMap(server ->
                                server.doOnConnection(reception::receive).bind())
                        .publishOn(Schedulers.fromExecutor(lookups))
                        .doOnNext(bound -> keepOthersOut(address, reception, bound))
                        .doOnNext(bound ->
                                bound.channel().pipeline().addFirst(new AcceptFailures(where(address, bound)))),
                lookups);
        return binding.map(bound -> new DaemonListener(
                where(address, bound), reception.tls(), sockets, binding, bound, connections, lookups));
    }

    private static LinkAddress where(LinkAddress address, DisposableServer bound) {
        return address instanceof LinkAddress.Tcp tcp
                        && bound.channel().localAddress() instanceof InetSocketAddress local
                ? tcp.withPort(local.getPort())
                : address;
    }

    /** Where daemons dial in, with the port that was free. */
    public LinkAddress address() {
        return address;
    }

    /** All that a daemon needs to dial in and prove this token; with TLS, each has a certificate of its own. */
    public Secret secret(Token token) {
        return tls == null ? Secret.of(token) : tls.secret(token);
    }

    /**
     * Listens again where the file of the Unix socket was deleted, by a cleaner of temporary files for one. Links stay.
     *
     * @return completes when daemons can dial in, at once if they can; or an {@link IOException} that says what keeps it
     *     from listening
     */
    public Mono<Void> restore() {
        return Mono.defer(() -> {
            if (!(address instanceof LinkAddress.Unix unix) || Files.exists(unix.path(), LinkOption.NOFOLLOW_LINKS)) {
                return Mono.empty();
            }
            DisposableServer deaf = server;
            deaf.dispose();
            // First the one before: its end deletes the file.
            return deaf.onDispose()
                    .onErrorComplete()
                    .then(binding)
                    .doOnNext(bound -> server = bound)
                    .onErrorMap(error -> notBound(address, error))
                    .then();
        });
    }

    /**
     * Stops listening, ends every link, deletes the socket file and ends the event loops. Idempotent.
     *
     * @return completes when none of them is left; the work goes on without a subscriber too
     */
    public Mono<Void> close() {
        if (closing.compareAndSet(false, true)) {
            server.dispose();
            lookups.shutdown();
            expiry.dispose();
            // The loops end last: a connection whose loop is gone would stay open.
            server.onDispose()
                    .then(FutureMono.deferFuture(connections::close))
                    .onErrorComplete()
                    .then(sockets.shutDown())
                    .subscribe(nothing -> {}, error -> {}, closed::tryEmitEmpty);
        }
        return closed.asMono();
    }

    /** Threads that are there only while daemons ask. */
    private static ExecutorService lookupThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LOOKUP_THREADS, LOOKUP_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
                    Thread thread = new Thread(body, "mirai-classes");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static void keepOthersOut(LinkAddress address, Reception reception, DisposableServer server) {
        if (!(address instanceof LinkAddress.Unix unix)) {
            return;
        }
        try {
            reception.learnUser(unix.path());
            OwnFiles.keepOthersOut(unix.path());
        } catch (IOException e) {
            server.dispose();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) { // where files have no owners
            server.dispose();
            throw e;
        }
    }
}
