package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

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

    /** Writes a chunk of a body. */
    public static ByteBuf encode(ByteBufAllocator allocator, Body body, int index) {
        int length = body.chunkLength(index);
        ByteBuf out = MessageWriter.start(allocator, MessageType.CHUNK, length);
        try {
            body.writeChunk(index, out.nioBuffer(out.writerIndex(), length));
        } catch (Throwable e) {
            out.release();
            throw e;
        }
        return out.writerIndex(out.writerIndex() + length);
    }

    /**
     * Reads it.
     *
     * @return its bytes, which are there as long as the message
     * @throws ProtocolException if it is not well formed
     */
    public static ByteBuffer decode(ByteBuf in) {
        ByteBuffer bytes = new MessageReader(in, MessageType.CHUNK).rest(Body.CHUNK_BYTES, "chunk");
        if (!bytes.hasRemaining()) {
            throw new ProtocolException(Texts.emptyChunk());
        }
        return bytes;
    }
}
