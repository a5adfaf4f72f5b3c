package io.mirai.transport.host;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.mirai.transport.link.Channels;
import io.mirai.transport.link.WebSocketFrames;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Turns a connection to WebSocket: one short request for the path of the url, of no browser, and nothing compressed.
 * Event loop only.
 *
 * <pre>
 *   request ──it asks for WebSocket here──► 101, opened
 *      └───────────anything else──────────► its status and the reason, closed
 * </pre>
 */
final class Upgrade extends ChannelInboundHandlerAdapter {

    private static final String VERSION = "13";
    private static final int MAX_LINE = 2 * 1024;
    private static final int MAX_HEADERS = 8 * 1024;

    private final Connection connection;
    private final String path;
    private final Refusals refusals;
    private final Runnable opened;
    private boolean answered;

    private Upgrade(Connection connection, String path, Refusals refusals, Runnable opened) {
        this.connection = connection;
        this.path = path;
        this.refusals = refusals;
        this.opened = opened;
    }

    /** Waits for the request. */
    static void begin(Connection connection, String path, Refusals refusals, Runnable opened) {
        connection
                .addHandlerLast("http", new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS))
                .addHandlerLast("request", new HttpObjectAggregator(0, true))
                .addHandlerLast("upgrade", new Upgrade(connection, path, refusals, opened));
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
            if (message instanceof FullHttpRequest request && !answered) {
                answered = true;
                answer(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        String reason = reasonToRefuse(request);
        if (reason != null) {
            HttpResponseStatus status =
                    request.headers().contains(ORIGIN) ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.BAD_REQUEST;
            refuse(context, status, reason);
            return;
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(WebSocketFrames.MAX_BYTES)
                .allowExtensions(false)
                .closeOnProtocolViolation(false) // the handler after it closes, and knows why
                .build();
        WebSocketServerHandshaker13 handshaker = new WebSocketServerHandshaker13("", null, config);
        connection.addHandlerLast("messages", new WebSocketFrames());
        try {
            var unused = handshaker.handshake(context.channel(), request);
        } catch (WebSocketHandshakeException e) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, Texts.noWebSocket());
            return;
        }
        context.pipeline().remove(this);
        opened.run();
    }

    private @Nullable String reasonToRefuse(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Texts.badRequest();
        }
        if (request.headers().contains(ORIGIN)) {
            return Texts.browser();
        }
        if (!request.method().equals(HttpMethod.GET)
                || !request.headers().containsValue(UPGRADE, "websocket", true)
                || !request.headers().containsValue(CONNECTION, "upgrade", true)
                || !VERSION.equals(request.headers().get(SEC_WEBSOCKET_VERSION))) {
            return Texts.noWebSocket();
        }
        return request.uri().equals(path) ? null : Texts.otherPath();
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String reason) {
        refusals.tell(context.channel(), reason);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, ByteBufUtil.writeUtf8(context.alloc(), reason));
        response.headers()
                .set(CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(CONTENT_LENGTH, response.content().readableBytes())
                .set(CONNECTION, "close");
        var unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refusals.tell(context.channel(), Texts.badRequest());
        Channels.close(context.channel());
    }
}
