package io.mirai.transport;

import io.mirai.random.Mrg32k3a;
import io.mirai.spi.Body;
import io.mirai.spi.Departure;
import io.mirai.spi.Reply;
import io.mirai.spi.TaskMessage;
import io.mirai.spi.Work;
import io.mirai.transport.daemon.DaemonSide;
import io.mirai.transport.daemon.HostConnection;
import io.mirai.transport.daemon.TaskExchange;
import io.mirai.transport.daemon.TaskHandler;
import io.mirai.transport.host.Admission;
import io.mirai.transport.host.ClassSource;
import io.mirai.transport.host.DaemonLink;
import io.mirai.transport.host.DaemonListener;
import io.mirai.transport.host.HostSide;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.Secret;
import io.mirai.wire.KeepAliveTimes;
import io.mirai.wire.Setup;
import io.mirai.wire.TaskRequest;
import io.mirai.wire.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A host that listens on a real socket, and daemons that dial it, in one process. */
final class Pair implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String TOKEN_PROPERTY = "mirai.test.token";

    /** Another process of a test is given that of the first. */
    static final Token TOKEN = System.getProperty(TOKEN_PROPERTY) == null
            ? Token.random()
            : Token.ofHex(System.getProperty(TOKEN_PROPERTY));

    static final ClassSource NO_CLASSES = new ClassSource() {
        @Override
        public byte @Nullable [] shape(int number) {
            return null;
        }

        @Override
        public byte @Nullable [] classFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] lastingClassFile(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] resources(String name) {
            return null;
        }

        @Override
        public byte @Nullable [] services(String name) {
            return null;
        }
    };

    /** What a link may run over. */
    enum Over {
        UNIX("", true),
        UNIX_WITHOUT_NATIVE_LIBRARY("", false),
        TCP("tcp://127.0.0.1:0", true),
        TCP_WITHOUT_NATIVE_LIBRARY("tcp://127.0.0.1:0", false),
        TLS("tls+tcp://127.0.0.1:0", true),
        WEB_SOCKET("ws://127.0.0.1:0/mirai", true),
        WEB_SOCKET_OVER_TLS("wss://localhost:0", true);

        final String url;
        final boolean nativeTransport;

        Over(String url, boolean nativeTransport) {
            this.url = url;
            this.nativeTransport = nativeTransport;
        }
    }

    final Over over;
    final LinkAddress address;
    final Path directory;
    final Path socket;
    final Events events = new Events();
    final DaemonListener listener;
    private final AtomicLong ids = new AtomicLong();

    Pair() {
        this(NO_CLASSES);
    }

    Pair(ClassSource classes) {
        this(Over.UNIX, classes);
    }

    Pair(Over over, ClassSource classes) {
        this.over = over;
        try {
            directory = Files.createTempDirectory("mirai");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = directory.resolve("s");
        LinkAddress wanted = over.url.isEmpty() ? new LinkAddress.Unix(socket) : LinkAddress.parse(over.url);
        listener = await(HostSide.bind(wanted, over.nativeTransport, events, classes));
        address = listener.address();
    }

    /** Waits with a deadline that no loaded machine should miss. */
    static <T> T await(Mono<T> mono) {
        T value = mono.block(LIMIT);
        if (value == null) {
            throw new AssertionError("nothing came");
        }
        return value;
    }

    /** The event loops of both sides that live. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mirai-"))
                .toList();
    }

    static Setup setup(int slot) {
        return Setup.ofThisProcess(1, slot, 1);
    }

    /** Dials over the native transport. */
    static Mono<HostConnection> dial(LinkAddress address, Setup setup, TaskHandler handler) {
        return HostConnection.dial(address, setup, Secret.of(TOKEN), handler);
    }

    HostConnection dial(TaskHandler handler) {
        return await(DaemonSide.dial(
                address,
                over.nativeTransport,
                setup(0),
                listener.secret(TOKEN),
                handler,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60)));
    }

    /** With another keep-alive. */
    static Mono<HostConnection> dial(
            LinkAddress address, Setup setup, TaskHandler handler, Duration keepAlive, Duration lifetime) {
        return DaemonSide.dial(address, true, setup, Secret.of(TOKEN), handler, keepAlive, lifetime);
    }

    /** The link of the next daemon that was admitted. */
    DaemonLink link() {
        return next(events);
    }

    static DaemonLink next(Events events) {
        try {
            DaemonLink link = events.connected.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (link == null) {
                throw new AssertionError("no daemon was admitted");
            }
            return link;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    TaskMessage task(Body body) {
        long id = ids.incrementAndGet();
        return new TaskMessage(id, id, 0, 1, 1, "", Work.CALL, body);
    }

    /** The reply to a task with this body. */
    Mono<Reply> send(DaemonLink link, Body body) {
        return Mono.fromSupplier(() -> task(body)).flatMap(task -> {
            Sinks.One<Reply> reply = Sinks.one();
            link.send(task, reply::tryEmitValue);
            return reply.asMono();
        });
    }

    @Override
    public void close() {
        listener.close().block(LIMIT);
        try {
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives every task's body back. */
    static class Echo implements TaskHandler {

        final Queue<Long> stopped = new ConcurrentLinkedQueue<>();

        @Override
        public void onTask(TaskRequest task, TaskExchange exchange) {
            exchange.body().subscribe(body -> exchange.send(Reply.Kind.VALUE, 0, body), error -> {});
        }

        @Override
        public void onStop(long taskId, boolean mayInterruptIfRunning) {
            stopped.add(taskId);
        }
    }

    /** What the host heard. */
    static class Events implements Admission {

        final LinkedBlockingQueue<DaemonLink> connected = new LinkedBlockingQueue<>();
        final Queue<Departure> draining = new ConcurrentLinkedQueue<>();
        final Queue<DaemonLink> closed = new ConcurrentLinkedQueue<>();
        final Queue<String> lines = new ConcurrentLinkedQueue<>();
        volatile boolean printing = true;
        volatile long maxResultBytes = Body.MAX_BYTES;
        volatile @Nullable KeepAliveTimes keepAlive;
        volatile int level;
        volatile Mrg32k3a random = Mrg32k3a.unforeseen();
        volatile Token expected = TOKEN;
        volatile IntPredicate mayStandStill = slot -> false;
        volatile Consumer<DaemonLink> verdict =
                link -> link.admit(link.setup().slot(), link.setup().instance());

        @Override
        public Token expect(Setup setup) {
            return expected;
        }

        @Override
        public boolean mayStandStill(Setup setup) {
            return mayStandStill.test(setup.slot());
        }

        @Override
        public long maxResultBytes() {
            return maxResultBytes;
        }

        @Override
        public KeepAliveTimes keepAlive(KeepAliveTimes proposed) {
            KeepAliveTimes said = keepAlive;
            return said == null ? proposed : said;
        }

        @Override
        public int level() {
            return level;
        }

        @Override
        public Mrg32k3a random() {
            return random;
        }

        @Override
        public void onConnected(DaemonLink link) {
            verdict.accept(link);
            connected.add(link);
        }

        @Override
        public void onDraining(DaemonLink link, Departure reason) {
            draining.add(reason);
        }

        @Override
        public void onOutput(DaemonLink link, long taskId, boolean error, String line) {
            lines.add(line);
            if (printing) {
                link.outputTaken();
            }
        }

        @Override
        public void onClosed(DaemonLink link) {
            closed.add(link);
        }
    }
}
