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
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpServer;

/** Accepts bare workers on a Unix socket and asks them over rsocket-java alone. */
final class BareHost implements AutoCloseable {

    private static final long EXIT_SECONDS = 20;

    private final Path directory;
    private final CloseableChannel listener;
    private final BlockingQueue<RSocket> accepted = new LinkedBlockingQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private volatile byte[] bytes = {};

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
                    return Chunks.of(bytes);
                }
            });
        };
    }

    private String socket() {
        return directory.resolve("s").toString();
    }

    /** Sets the bytes that workers may fetch. */
    void offer(byte[] offered) {
        bytes = offered;
    }

    /** Starts workers with these flags beside those of a daemon, and returns when all have dialled in. */
    List<RSocket> start(int workers, List<String> flags) throws IOException, InterruptedException {
        for (int i = 0; i < workers; i++) {
            processes.add(Jvm.daemonLike(workers, flags, BareWorker.class, socket())
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        }
        List<RSocket> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            all.add(accepted.take());
        }
        return all;
    }

    /** Waits until the workers have exited, which they do when their connections are gone. */
    void awaitExits() throws InterruptedException {
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
        Files.deleteIfExists(directory.resolve("s"));
        Files.delete(directory);
    }
}
