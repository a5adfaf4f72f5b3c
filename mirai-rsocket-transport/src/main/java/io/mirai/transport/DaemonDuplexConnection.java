package io.mirai.transport;

import io.netty.buffer.ByteBuf;
import io.rsocket.DuplexConnection;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameType;

/**
 * A daemon's connection. Its RSocket is told never to send KEEPALIVE frames and never to end a silent link, since
 * {@link KeepAlive} does the one and the host the other; so SETUP, which tells the host of both, is corrected on its
 * way out.
 *
 * <pre>
 *    0  i32  stream id, 0
 *    4  u16  frame type and flags
 *    6  u32  version of RSocket
 *   10  i32  keep-alive interval in ms
 *   14  i32  lifetime in ms
 * </pre>
 */
final class DaemonDuplexConnection extends LinkDuplexConnection {

    static final int INTERVAL_OFFSET = 10;
    private static final int LIFETIME_OFFSET = 14;

    private final int intervalMillis;
    private final int lifetimeMillis;

    DaemonDuplexConnection(DuplexConnection connection, Outbound outbound, int intervalMillis, int lifetimeMillis) {
        super(connection, outbound);
        this.intervalMillis = intervalMillis;
        this.lifetimeMillis = lifetimeMillis;
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        if (streamId == 0 && FrameHeaderCodec.frameType(frame) == FrameType.SETUP) {
            frame.setInt(frame.readerIndex() + INTERVAL_OFFSET, intervalMillis);
            frame.setInt(frame.readerIndex() + LIFETIME_OFFSET, lifetimeMillis);
        }
        super.sendFrame(streamId, frame);
    }
}
