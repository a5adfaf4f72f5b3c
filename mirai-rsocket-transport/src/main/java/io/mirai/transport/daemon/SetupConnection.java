package io.mirai.transport.daemon;

import io.mirai.transport.link.KeepAlive;
import io.mirai.transport.link.LinkDuplexConnection;
import io.mirai.transport.link.Outbound;
import io.mirai.transport.link.SetupFrame;
import io.mirai.wire.KeepAliveTimes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.rsocket.DuplexConnection;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameType;
import reactor.core.publisher.Flux;

/**
 * A daemon's connection. Its RSocket is told never to send KEEPALIVE frames and never to end a silent link, since
 * {@link KeepAlive} does the one and the host the other; so SETUP, which tells the host of both, is corrected on its
 * way out.
 */
final class SetupConnection extends LinkDuplexConnection {

    private final Channel channel;
    private final KeepAliveTimes times;

    SetupConnection(Channel channel, DuplexConnection connection, Outbound outbound, KeepAliveTimes times) {
        super(connection, outbound);
        this.channel = channel;
        this.times = times;
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        if (streamId == 0 && FrameHeaderCodec.frameType(frame) == FrameType.SETUP) {
            SetupFrame.setInterval(frame, times.intervalMillis());
            SetupFrame.setLifetime(frame, times.lifetimeMillis());
        }
        super.sendFrame(streamId, frame);
    }

    @Override
    public Flux<ByteBuf> receive() {
        return super.receive().transform(Guarded.signals(() -> channel));
    }
}
