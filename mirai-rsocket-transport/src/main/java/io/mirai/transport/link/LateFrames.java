package io.mirai.transport.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslClosedEngineException;

/**
 * Keeps silent about frames that are still to leave when TLS has ended. RSocket subscribes to its writes without an error handler, so
 * Reactor would report each failure as dropped. Without TLS the channel is closed, and the subscription over, before a write fails.
 *
 * <pre>
 *   close() ──► TLS ends ──► a frame fails (here) ──► the channel closes ──► RSocket hears of the end
 * </pre>
 */
final class LateFrames extends ChannelOutboundHandlerAdapter {

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = context.newPromise();
        written.addListener(done -> {
            if (done.isSuccess()) {
                promise.trySuccess();
            } else if (!(done.cause() instanceof SslClosedEngineException)) {
                promise.tryFailure(done.cause());
            }
        });
        var unused = context.write(message, written);
    }
}
