package io.mirai.transport;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/** The host's door: a Unix socket on which daemons dial in. Thread-safe. */
public final class DaemonListener {

    /** Loops only move finished bytes, so a few serve many daemons. */
    private static final int MAX_LOOPS = 4;

    private static final int LOOKUP_THREADS = 2;
    private static final long IDLE_SECONDS = 10;

    private final Path socket;
    private final LoopResources loops;
    private final DisposableServer server;
    private final ChannelGroup connections;
    private final ExecutorService lookups;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    private DaemonListener(
            Path socket,
            LoopResources loops,
            DisposableServer server,
            ChannelGroup connections,
            ExecutorService lookups) {
        this.socket = socket;
        this.loops = loops;
        this.server = server;
        this.connections = connections;
        this.lookups = lookups;
    }

    /**
     * Listens on a new Unix socket, which only this user may reach.
     *
     * @param socket where; at most 107 bytes, and nothing may be there yet
     * @param admission decides who joins, and hears of them
     * @param classes what those who joined may have of the code of their tasks
     * @return the listener once it listens, or an {@link IOException} that says what kept it from listening. What it
     *     does to files, it does on threads of its own
     */
    public static Mono<DaemonListener> bind(Path socket, Admission admission, ClassSource classes) {
        return Mono.defer(() -> {
            ExecutorService threads = lookupThreads();
            Scheduler disk = Schedulers.fromExecutor(threads);
            return Mono.fromCallable(() -> freeAddress(socket))
                    .subscribeOn(disk)
                    .flatMap(address -> listen(socket, address, admission, classes, threads, disk))
                    .doOnError(error -> threads.shutdown());
        });
    }

    private static DomainSocketAddress freeAddress(Path socket) throws IOException {
        DomainSocketAddress address = Channels.address(socket);
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            // Netty would take the place of whoever listens there.
            throw new IOException(Texts.inUse(socket));
        }
        return address;
    }

    private static Mono<DaemonListener> listen(
            Path socket,
            DomainSocketAddress address,
            Admission admission,
            ClassSource classes,
            ExecutorService lookups,
            Scheduler disk) {
        int workers = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        LoopResources loops = LoopResources.create("mirai-host", workers, true);
        ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
        Strangers strangers = new Strangers();
        OwnUser user = new OwnUser();
        return TcpServer.create()
                .bindAddress(() -> address)
                .runOn(loops, true)
                .doOnConnection(connection -> {
                    if (!user.isPeerOf(connection.channel())) {
                        Channels.close(connection.channel());
                        return;
                    }
                    connections.add(connection.channel());
                    Handshake.serve(connection, strangers, admission, classes, disk);
                })
                .bind()
                .publishOn(disk)
                .doOnNext(server -> keepOthersOut(socket, user, server))
                .<DaemonListener>map(server -> new DaemonListener(socket, loops, server, connections, lookups))
                .onErrorResume(error -> Channels.shutDown(loops)
                        .then(Mono.error(new IOException(Texts.notBound(socket, error), error))));
    }

    /** Where daemons dial in, as {@code unix://} and the path. */
    public String url() {
        return "unix://" + socket;
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
            // The loops end last: a connection whose loop is gone would stay open.
            server.onDispose()
                    .then(FutureMono.deferFuture(connections::close))
                    .onErrorComplete()
                    .then(Channels.shutDown(loops))
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

    private static void keepOthersOut(Path socket, OwnUser user, DisposableServer server) {
        try {
            user.learnFrom(socket);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.dispose();
            throw new UncheckedIOException(e);
        }
    }
}
