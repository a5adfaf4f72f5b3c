package io.mirai.transport;

import io.mirai.wire.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import io.rsocket.exceptions.ConnectionErrorException;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.transport.netty.RSocketLengthCodec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.resources.LoopResources;

/** What both ends do with a connection below RSocket. */
final class Channels {

    /** The name of the handler that sees every whole frame first. */
    static final String ERRORS = "errors";

    /** How long the last words to a peer may take to leave before the connection is cut. */
    private static final long LAST_WORDS_MILLIS = 1_000;

    private static final Duration LOOP_SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private Channels() {}

    /** Cuts the stream of bytes into frames, and ends the connection at the first one that is too long. */
    static void prepare(Connection connection) {
        connection
                .addHandlerLast("frames", new RSocketLengthCodec(Protocol.MAX_FRAME_BYTES))
                .addHandlerLast(ERRORS, new CloseOnError());
    }

    /** Tells the peer what it did wrong and ends the connection, even if the peer does not read. */
    static void breakOff(Channel channel, DuplexConnection duplex, String reason) {
        end(channel, duplex, new ConnectionErrorException(reason));
    }

    /** Tells a stranger why it is not admitted and ends the connection, as above. */
    static void refuse(Channel channel, DuplexConnection duplex, String reason) {
        end(channel, duplex, new RejectedSetupException(reason));
    }

    private static void end(Channel channel, DuplexConnection duplex, RSocketErrorException error) {
        // What it has still to say would only take memory.
        channel.config().setAutoRead(false);
        duplex.sendErrorAndClose(error);
        closeSoon(channel);
    }

    /** Ends the connection now. */
    static void close(Channel channel) {
        var unused = channel.close();
    }

    /** Ends the connection when its last words have had time to leave. */
    static void closeSoon(Channel channel) {
        Schedulers.parallel().schedule(() -> close(channel), LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the threads of these loops; completes when they have ended. */
    static Mono<Void> shutDown(LoopResources loops) {
        return loops.disposeLater(Duration.ZERO, LOOP_SHUTDOWN_LIMIT).onErrorComplete();
    }

    /** Without it a connection whose frames cannot be read stays open, deaf. */
    private static final class CloseOnError extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            close(context.channel());
        }
    }
}
