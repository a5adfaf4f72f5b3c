package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Tells a daemon that its host ends the link for good: it ends at once, also if it was to dial the next host.
 *
 * <pre>
 *   0  u8   0x14
 * </pre>
 */
public record DismissRequest() {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.DISMISS, 0);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static DismissRequest decode(ByteBuf in) {
        new MessageReader(in, MessageType.DISMISS).end();
        return new DismissRequest();
    }
}
