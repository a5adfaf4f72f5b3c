package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * A part of a body: all but the last are 256 KiB long.
 *
 * <pre>
 *   0  u8   0x08
 *   1       the bytes, at least 1
 * </pre>
 */
public final class BodyChunk {

    private BodyChunk() {}

    /** Writes it; the bytes are not copied. */
    public static ByteBuf encode(ByteBufAllocator allocator, byte[] bytes) {
        ByteBuf type = MessageWriter.start(allocator, MessageType.CHUNK, 0);
        return Unpooled.wrappedBuffer(type, Unpooled.wrappedBuffer(bytes));
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static byte[] decode(ByteBuf in) {
        byte[] bytes = new MessageReader(in, MessageType.CHUNK).rest(Body.CHUNK_BYTES, "chunk");
        if (bytes.length == 0) {
            throw new ProtocolException(Texts.emptyChunk());
        }
        return bytes;
    }
}
