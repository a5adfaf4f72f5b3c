package io.mirai.transport.link;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets what was written before the end of a TLS connection leave, and nothing after it. TLS takes its time to say goodbye; a
 * write that it meets meanwhile would fail with an error of its own, which reaches the user's log. Event loop only.
 *
 * <pre>
 *   OPEN ──close: what waits is flushed──► CLOSING: what is written goes nowhere
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
        var unused = context.write(message, promise);
    }
}
