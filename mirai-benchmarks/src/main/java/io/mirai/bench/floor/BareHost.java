package io.mirai.bench.floor;

import io.mirai.bench.jvm.Jvm;
import io.netty.channel.unix.DomainSocketAddress;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpResources;
import reactor.netty.tcp.TcpServer;

/** Accepts bare workers on a Unix socket and asks them in turn, over rsocket-java alone. Not thread-safe. */
final class BareHost implements AutoCloseable {

    private static final long EXIT_SECONDS = 20;
    private static final int IN_FLIGHT = 1_024;

    private final Path directory;
    private final CloseableChannel listener;
    private final BlockingQueue<RSocket> accepted = new LinkedBlockingQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private final List<RSocket> workers = new ArrayList<>();
    private int next;
    private volatile byte[] offered = {};

    BareHost() throws IOException {
        directory = Files.createTempDirectory("bare");
        TcpServer server = TcpServer.create().bindAddress(() -> new DomainSocketAddress(socket()));
        listener = RSocketServer.create(acceptor())
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(server));
    }

    private SocketAcceptor acceptor() {
        return (setup, worker) -> {
            accepted.add(worker);
            return Mono.just(new RSocket() {
                @Override
                public Flux<Payload> requestStream(Payload question) {
                    question.release();
                    return Chunks.of(offered);
                }
            });
        };
    }

    private String socket() {
        return directory.resolve("s").toString();
    }

    /** Starts workers with these flags beside those of a daemon, and returns when all have dialled in. */
    void start(int count, List<String> flags) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            processes.add(Jvm.daemonLike(count, flags, BareWorker.class, socket())
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        }
        for (int i = 0; i < count; i++) {
            workers.add(accepted.take());
        }
    }

    private Mono<Long> ask(char kind, int number) {
        RSocket worker = workers.get(next++ % workers.size());
        return worker.requestResponse(new Message(kind, number).toPayload())
                .map(answer -> Message.read(answer).number());
    }

    Future<Integer> increment(int x) {
        return ask(Message.INCREMENT, x).map(Long::intValue).toFuture();
    }

    Future<Long> pid() {
        return ask(Message.PID, 0).toFuture();
    }

    /** Increments each number, some of them at a time. */
    List<Integer> incrementAll(List<Integer> numbers) {
        return Objects.requireNonNull(Flux.fromIterable(numbers)
                .flatMapSequential(number -> ask(Message.INCREMENT, number), IN_FLIGHT)
                .map(Long::intValue)
                .collectList()
                .block());
    }

    /** Has the one worker fetch these bytes, and fetches them back. */
    byte[] thereAndBack(byte[] bytes) {
        offered = bytes;
        ask(Message.FETCH, bytes.length).block();
        Flux<Payload> chunks = workers.get(0).requestStream(DefaultPayload.create(""));
        return Objects.requireNonNull(Chunks.gather(chunks, bytes.length).block());
    }

    /** Lets the workers go, and waits until they have exited. */
    void awaitExits() throws InterruptedException {
        workers.forEach(RSocket::dispose);
        for (Process process : processes) {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a worker does not exit");
            }
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        listener.dispose();
        listener.onClose().block();
        // A JVM waits 300 ms at its exit for threads that are in native code, as event loops are.
        TcpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(EXIT_SECONDS))
                .block();
        Files.deleteIfExists(directory.resolve("s"));
        Files.delete(directory);
    }
}
