package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Asks a daemon to end a task. What has not started never does. If the task may be interrupted, a body that is kept for it is dropped.
 *
 * <pre>
 *   0  u8   0x03
 *   1  u8   flags: bit 0 may interrupt if running
 *   2  i64  id
 * </pre>
 *
 * @param id the task
 * @param mayInterruptIfRunning whether the thread that runs it is to be interrupted
 */
public record StopRequest(long id, boolean mayInterruptIfRunning) {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.STOP, 1 + Long.BYTES)
                .writeByte(mayInterruptIfRunning ? 1 : 0)
                .writeLong(id);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static StopRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.STOP);
        int flags = reader.u8("flags");
        if (flags > 1) {
            throw reader.unknown("flags", flags);
        }
        long id = reader.i64("id");
        reader.end();
        return new StopRequest(id, flags == 1);
    }
}
