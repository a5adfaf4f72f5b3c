package io.mirai.bench;

import io.netty.channel.unix.DomainSocketAddress;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;

/**
 * The other end of {@link BareHost}: dials in and echoes from a worker thread, as user code may not run on an event loop;
 * or fetches what the host has, and hands it back.
 */
final class BareWorker implements RSocket {

    /** What an order begins with that is not to be echoed; the number of bytes follows. */
    static final String FETCH = "fetch ";

    private final RSocket host;
    private final Scheduler worker;
    private volatile byte[] fetched = {};

    private BareWorker(RSocket host, Scheduler worker) {
        this.host = host;
        this.worker = worker;
    }

    public static void main(String[] args) {
        Scheduler worker = Schedulers.newSingle("worker");
        TcpClient client = TcpClient.create().remoteAddress(() -> new DomainSocketAddress(args[0]));
        RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .acceptor((setup, host) -> Mono.just(new BareWorker(host, worker)))
                .connect(TcpClientTransport.create(client))
                .flatMap(host -> host.onClose())
                .block();
        worker.dispose();
    }

    @Override
    public Mono<Payload> requestResponse(Payload question) {
        byte[] bytes = new byte[question.data().readableBytes()];
        question.data().readBytes(bytes);
        question.release();
        if (bytes[0] != 0) {
            return Chunks.gather(host.requestStream(DefaultPayload.create(bytes)), lengthIn(bytes))
                    .doOnNext(all -> fetched = all)
                    .thenReturn(DefaultPayload.create(bytes));
        }
        return Mono.fromCallable(() -> DefaultPayload.create(bytes)).subscribeOn(worker);
    }

    private static int lengthIn(byte[] order) {
        return Integer.parseInt(new String(order, StandardCharsets.US_ASCII).substring(FETCH.length()));
    }

    @Override
    public Flux<Payload> requestStream(Payload question) {
        question.release();
        return Chunks.of(fetched);
    }
}
