package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Opens the stream of a daemon's {@link ControlEvent}s: the one byte 0x04. */
public final class ControlRequest {

    private ControlRequest() {}

    /** Writes it. */
    public static ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.CONTROL, 0);
    }

    /**
     * Checks it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static void check(ByteBuf in) {
        new MessageReader(in, MessageType.CONTROL).end();
    }
}
