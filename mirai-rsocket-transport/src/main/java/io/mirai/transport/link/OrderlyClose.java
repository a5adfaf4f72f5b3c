package io.mirai.transport.link;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets what was written before the end of a TLS connection leave, and nothing after it. TLS takes its time to say goodbye, and fails
 * each write that it meets meanwhile. RSocket subscribes to its writes without an error handler, so Reactor would report each failure
 * as dropped, in the user's log. Without TLS the channel is closed, and the subscription over, before a write fails. Event loop only.
 *
 * <pre>
 *   OPEN ──close: what waits is flushed──► CLOSING: what is written goes nowhere
 *    └──TLS ends by itself: what is written goes nowhere; the end of the channel follows
 * </pre>
 */
final class OrderlyClose extends ChannelDuplexHandler {

    private boolean written;
    private boolean closing;

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (written) { // else the handshake may not have begun, and is not to begin now
            context.flush();
        }
        closing = true;
        var unused = context.close(promise);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (closing) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        written = true;
        ChannelPromise left = context.newPromise();
        left.addListener(done -> {
            if (done.isSuccess() || done.cause() instanceof SslClosedEngineException) {
                promise.trySuccess();
            } else {
                promise.tryFailure(done.cause());
            }
        });
        var unused = context.write(message, left);
    }
}
