package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One value of a task that streams.
 *
 * <pre>
 *    0  u8   0x0E
 *    1  i64  id of the body, negative, so that it is no task's
 *    9  i64  length of the body
 *   17       body, if it is 256 KiB at most; else the host asks for it
 * </pre>
 *
 * @param bodyId what to ask for if the body is not inline
 * @param length the length of the encoded value
 * @param inline the encoded value; null if it must be fetched
 */
public record StreamItem(long bodyId, long length, @Nullable Body inline) {

    /** Writes it. */
    public static ByteBuf encode(ByteBufAllocator allocator, long bodyId, Body body) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.ITEM, Long.BYTES + MessageWriter.bodySize(body))
                .writeLong(bodyId);
        MessageWriter.writeBody(out, body);
        return out;
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static StreamItem decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.ITEM);
        long bodyId = reader.bodyId();
        long length = reader.bodyLength();
        StreamItem item = new StreamItem(bodyId, length, reader.inline(length));
        reader.end();
        return item;
    }
}
