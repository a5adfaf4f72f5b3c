package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Asks a daemon to leave for good when the tasks that it has have ended. It answers {@link ControlEvent.Draining}.
 *
 * <pre>
 *   0  u8   0x16
 * </pre>
 */
public record DrainRequest() {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.DRAIN, 0);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static DrainRequest decode(ByteBuf in) {
        new MessageReader(in, MessageType.DRAIN).end();
        return new DrainRequest();
    }
}
