package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Says that no task will apply a shared function any more.
 *
 * <pre>
 *   0  u8   0x0F
 *   1  i64  id of the function
 * </pre>
 *
 * @param functionId of the function
 */
public record ForgetRequest(long functionId) {

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.FORGET, 8).writeLong(functionId);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static ForgetRequest decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.FORGET);
        ForgetRequest request = new ForgetRequest(reader.i64("id"));
        reader.end();
        return request;
    }
}
