package io.mirai.transport.link;

import io.mirai.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.rsocket.frame.FrameLengthCodec;

/**
 * Carries each frame of RSocket in one binary message of WebSocket, where it needs no length before it. For all handlers
 * above, the link looks as over TCP. Anything but such a message and a close, even a PING, ends the connection.
 *
 * <pre>
 *   message: frame  ◄──►  length (3 bytes), frame
 * </pre>
 */
public final class WebSocketFrames extends ChannelDuplexHandler {

    /** The longest message. */
    public static final int MAX_BYTES = Protocol.SHORT_FRAME_BYTES - FrameLengthCodec.FRAME_LENGTH_SIZE;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof BinaryWebSocketFrame frame && frame.isFinalFragment() && frame.rsv() == 0) {
            ByteBuf content = frame.content();
            context.fireChannelRead(FrameLengthCodec.encode(context.alloc(), content.readableBytes(), content));
            return;
        }
        ReferenceCountUtil.release(message);
        if (!(message instanceof CloseWebSocketFrame)) {
            Channels.fail(context.channel(), new IllegalStateException(Texts.noBinaryMessage()));
        }
        Channels.close(context.channel());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object out = message instanceof ByteBuf frame
                ? new BinaryWebSocketFrame(frame.skipBytes(FrameLengthCodec.FRAME_LENGTH_SIZE))
                : message;
        var unused = context.write(out, promise);
    }
}
