package io.mirai.transport.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import reactor.netty.Connection;

/**
 * Waits for the end of a TLS handshake: what decodes and what answers comes to the channel when it has succeeded, and not
 * before. Event loop only.
 *
 * <pre>
 *   handshake ──succeeded──► opened, and this gate is gone
 *        └──────failed─────► failed, once; all else is dropped
 * </pre>
 */
public final class Gate extends ChannelInboundHandlerAdapter {

    private final Runnable opened;
    private final Consumer<Throwable> failed;

    private Gate(Runnable opened, Consumer<Throwable> failed) {
        this.opened = opened;
        this.failed = failed;
    }

    /**
     * Begins TLS on a connection that has just come.
     *
     * @param opened called when the handshake has succeeded
     * @param failed called if it has not, with the reason; the connection ends by itself
     */
    public static void begin(Connection connection, SslHandler handler, Runnable opened, Consumer<Throwable> failed) {
        Channel channel = connection.channel();
        connection.addHandlerLast("gate", new Gate(opened, failed));
        Tls.begin(channel, handler);
        channel.read(); // which later RSocket asks for; until then the handshake goes on by itself
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                // First this: what follows at once goes to those who come now.
                context.pipeline().remove(this);
                opened.run();
            } else {
                failed.accept(completion.cause());
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    /** The handshake tells of it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.close(context.channel());
    }
}
