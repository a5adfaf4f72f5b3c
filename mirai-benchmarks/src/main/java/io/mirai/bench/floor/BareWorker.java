package io.mirai.bench.floor;

import io.netty.channel.unix.DomainSocketAddress;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;

/**
 * The other end of {@link BareHost}: dials in and answers from a worker thread, as user code may not run on an event loop;
 * or fetches what the host offers, and hands it back.
 */
final class BareWorker implements RSocket {

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
                .flatMap(host -> host.onClose().onErrorComplete())
                .block();
        worker.dispose();
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        Message question = Message.read(payload);
        return switch (question.kind()) {
            case Message.INCREMENT ->
                Mono.fromCallable(
                                () -> question.withNumber(question.number() + 1).toPayload())
                        .subscribeOn(worker);
            case Message.PID ->
                Mono.fromCallable(() -> question.withNumber(
                                        ProcessHandle.current().pid())
                                .toPayload())
                        .subscribeOn(worker);
            case Message.FETCH ->
                Chunks.gather(host.requestStream(DefaultPayload.create("")), (int) question.number())
                        .doOnNext(all -> fetched = all)
                        .map(all -> question.toPayload());
            default -> Mono.error(question.unknown());
        };
    }

    @Override
    public Flux<Payload> requestStream(Payload question) {
        question.release();
        return Chunks.of(fetched);
    }
}
