package io.mirai.transport.daemon;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.LinkAddress;
import io.mirai.transport.link.WebSocketFrames;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import reactor.netty.Connection;

/** Asks the host for WebSocket on a connection, and waits for its answer. Event loop only. */
final class Upgrade extends ChannelInboundHandlerAdapter {

    private static final int MAX_ANSWER_BYTES = 8 * 1024;

    private final Connection connection;
    private final WebSocketClientHandshaker13 handshaker;
    private final Runnable opened;

    private Upgrade(Connection connection, WebSocketClientHandshaker13 handshaker, Runnable opened) {
        this.connection = connection;
        this.handshaker = handshaker;
        this.opened = opened;
    }

    /** Sends the request; where it fails the connection ends, which says why. */
    static void begin(Connection connection, LinkAddress.Tcp address, Runnable opened) {
        WebSocketClientHandshaker13 handshaker = new Handshaker(address);
        connection
                .addHandlerLast("http", new HttpClientCodec())
                .addHandlerLast("response", new HttpObjectAggregator(MAX_ANSWER_BYTES))
                .addHandlerLast("upgrade", new Upgrade(connection, handshaker, opened));
        var unused = handshaker.handshake(connection.channel());
    }

    /** For the path alone: to Java's URI a name with an underscore is none. */
    private static URI pathOf(LinkAddress.Tcp address) {
        return URI.create("ws://localhost" + address.path());
    }

    /** The name of a network interface means something to this machine only. */
    private static String hostOf(LinkAddress.Tcp address) {
        String host = address.host().replaceFirst("%.*", "");
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.port();
    }

    /** RSocket, which asks for what is read, is not there yet. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.read();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof FullHttpResponse response) {
                finish(context, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void finish(ChannelHandlerContext context, FullHttpResponse response) {
        HttpResponseStatus status = response.status();
        try {
            if (status.code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
                connection.addHandlerLast("messages", new WebSocketFrames());
                handshaker.finishHandshake(context.channel(), response);
                context.pipeline().remove(this);
                opened.run();
                return;
            }
            String said = response.content().toString(StandardCharsets.UTF_8);
            fail(context, new WebSocketHandshakeException(Texts.notUpgraded(status.code(), said)));
        } catch (WebSocketHandshakeException e) {
            fail(context, e);
        }
    }

    private static void fail(ChannelHandlerContext context, Throwable cause) {
        Channels.fail(context.channel(), cause);
        Channels.close(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    /** An Origin is for browsers, and a host refuses those. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {

        private final String host;

        Handshaker(LinkAddress.Tcp address) {
            super(
                    pathOf(address),
                    WebSocketVersion.V13,
                    null,
                    false,
                    new DefaultHttpHeaders(),
                    WebSocketFrames.MAX_BYTES);
            host = hostOf(address);
        }

        @Override
        protected FullHttpRequest newHandshakeRequest() {
            FullHttpRequest request = super.newHandshakeRequest();
            request.headers().remove(HttpHeaderNames.ORIGIN);
            request.headers().set(HttpHeaderNames.HOST, host);
            return request;
        }
    }
}
