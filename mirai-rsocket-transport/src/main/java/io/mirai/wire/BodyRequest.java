package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Asks for a body that was too long for its message.
 *
 * <pre>
 *   0  u8   0x07
 *   1  i64  id: of the task, or as an answer named it
 * </pre>
 *
 * @param id of the body
 */
public record BodyRequest(long id) {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.BODY, 8).writeLong(id);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static BodyRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.BODY);
        BodyRequest request = new BodyRequest(reader.i64("id"));
        reader.end();
        return request;
    }
}
