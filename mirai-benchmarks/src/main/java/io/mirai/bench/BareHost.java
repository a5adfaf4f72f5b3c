package io.mirai.bench;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpServer;

/** The floor: accepts bare workers on a Unix socket and asks them over rsocket-java alone. */
final class BareHost implements AutoCloseable {

    private static final byte[] QUESTION = new byte[64];

    private final byte[] bytes;
    private final Path directory;
    private final CloseableChannel listener;
    private final BlockingQueue<RSocket> accepted = new LinkedBlockingQueue<>();
    private final List<Process> processes = new ArrayList<>();

    BareHost() throws IOException {
        this(new byte[0]);
    }

    /** Workers may fetch these bytes. */
    BareHost(byte[] bytes) throws IOException {
        this.bytes = bytes;
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
                    return Chunks.of(bytes);
                }
            });
        };
    }

    private String socket() {
        return directory.resolve("s").toString();
    }

    /** Starts workers and returns when all have dialled in. */
    List<RSocket> start(int workers) throws IOException, InterruptedException {
        for (int i = 0; i < workers; i++) {
            processes.add(Jvm.daemonLike(workers, BareWorker.class, socket()).start());
        }
        List<RSocket> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            all.add(accepted.take());
        }
        return all;
    }

    /** The question as a request; completes with the length of the answer. */
    static Mono<Integer> ask(RSocket worker) {
        return Mono.defer(() -> worker.requestResponse(DefaultPayload.create(QUESTION)))
                .map(BareHost::lengthOf);
    }

    /** Makes the worker fetch the host's bytes; completes when it has. */
    static Mono<Integer> makeFetch(RSocket worker, int length) {
        return Mono.defer(() -> worker.requestResponse(DefaultPayload.create(BareWorker.FETCH + length)))
                .map(BareHost::lengthOf);
    }

    /** What the worker has fetched last. */
    static Mono<byte[]> fetch(RSocket worker, int length) {
        return Chunks.gather(worker.requestStream(DefaultPayload.create(QUESTION)), length);
    }

    private static int lengthOf(Payload answer) {
        int length = answer.data().readableBytes();
        answer.release();
        return length;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        listener.dispose();
        listener.onClose().block();
        Files.deleteIfExists(directory.resolve("s"));
        Files.delete(directory);
    }
}
