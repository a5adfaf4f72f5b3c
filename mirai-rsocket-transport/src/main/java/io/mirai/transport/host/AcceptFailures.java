package io.mirai.transport.host;

import io.mirai.transport.link.LinkAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log, now and then, why connections cannot be taken: mostly no descriptor is left. It stands before
 * reactor-netty's acceptor, which tries again after a second and passes no failure on. Event loop only.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(DaemonListener.class);
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LinkAddress address;
    private long last = System.nanoTime() - BETWEEN_NANOS;

    AcceptFailures(LinkAddress address) {
        this.address = address;
        // A process without descriptors may be unable to load a class: what says so is loaded before.
        var unused = Texts.notAccepted(address, new IOException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        long now = System.nanoTime();
        if (now - last >= BETWEEN_NANOS) {
            last = now;
            log.warn(Texts.notAccepted(address, cause));
        }
        context.fireExceptionCaught(cause);
    }
}
