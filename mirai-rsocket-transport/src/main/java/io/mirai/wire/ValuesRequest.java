package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Asks for the values of a task that streams, as a stream of {@link StreamItem}s: what is requested of it the task is asked for.
 *
 * <pre>
 *   0  u8   0x0D
 *   1  i64  id of the task
 * </pre>
 *
 * @param taskId of the task
 */
public record ValuesRequest(long taskId) {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.VALUES, 8).writeLong(taskId);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static ValuesRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.VALUES);
        ValuesRequest request = new ValuesRequest(reader.i64("id"));
        reader.end();
        return request;
    }
}
