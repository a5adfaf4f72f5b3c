package io.mirai.bench;

import io.netty.channel.unix.DomainSocketAddress;
import io.rsocket.Payload;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.tcp.TcpClient;

/** The other end of {@link BareHost}: dials in and echoes from a worker thread, as user code may not run on an event loop. */
final class BareWorker {

    private BareWorker() {}

    public static void main(String[] args) {
        Scheduler worker = Schedulers.newSingle("worker");
        TcpClient client = TcpClient.create().remoteAddress(() -> new DomainSocketAddress(args[0]));
        RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .acceptor(SocketAcceptor.forRequestResponse(
                        question -> Mono.fromCallable(() -> echo(question)).subscribeOn(worker)))
                .connect(TcpClientTransport.create(client))
                .flatMap(host -> host.onClose())
                .block();
        worker.dispose();
    }

    private static Payload echo(Payload question) {
        byte[] bytes = new byte[question.data().readableBytes()];
        question.data().readBytes(bytes);
        question.release();
        return DefaultPayload.create(bytes);
    }
}
