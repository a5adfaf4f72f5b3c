package io.mirai.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameType;
import java.net.SocketAddress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A daemon's connection. RSocket lets both sides end a silent link after the lifetime that SETUP proposes; here
 * the host alone shall judge, as its silence may be a breakpoint or a sleep of the machine, and its death shows
 * otherwise. So the daemon's own RSocket is given no lifetime, and SETUP is corrected on its way out.
 *
 * <pre>
 *    0  i32  stream id, 0
 *    4  u16  frame type and flags
 *    6  u32  version of RSocket
 *   10  i32  keep-alive interval in ms
 *   14  i32  lifetime in ms
 * </pre>
 */
final class DaemonDuplexConnection implements DuplexConnection {

    private static final int LIFETIME_OFFSET = 14;

    private final DuplexConnection connection;
    private final int lifetimeMillis;

    DaemonDuplexConnection(DuplexConnection connection, int lifetimeMillis) {
        this.connection = connection;
        this.lifetimeMillis = lifetimeMillis;
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        if (streamId == 0 && FrameHeaderCodec.frameType(frame) == FrameType.SETUP) {
            frame.setInt(frame.readerIndex() + LIFETIME_OFFSET, lifetimeMillis);
        }
        connection.sendFrame(streamId, frame);
    }

    @Override
    public void sendErrorAndClose(RSocketErrorException error) {
        connection.sendErrorAndClose(error);
    }

    @Override
    public Flux<ByteBuf> receive() {
        return connection.receive();
    }

    @Override
    public ByteBufAllocator alloc() {
        return connection.alloc();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Mono<Void> onClose() {
        return connection.onClose();
    }

    @Override
    public void dispose() {
        connection.dispose();
    }

    @Override
    public boolean isDisposed() {
        return connection.isDisposed();
    }
}
