package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes messages, each in one buffer of its size. */
final class MessageWriter {

    private MessageWriter() {}

    /** A buffer for a message of this type, with so much room after the type. */
    static ByteBuf start(ByteBufAllocator allocator, MessageType type, int bytesAfterType) {
        return allocator.ioBuffer(1 + bytesAfterType).writeByte(type.code());
    }

    /** How much room {@link #writeBody} takes. */
    static int bodySize(Body body) {
        return 8 + (body.isInline() ? (int) body.length() : 0);
    }

    /** The length, and the body itself if it may travel inside its message. */
    static void writeBody(ByteBuf out, Body body) {
        out.writeLong(body.length());
        if (body.isInline()) {
            for (byte[] chunk : body.chunks()) {
                out.writeBytes(chunk);
            }
        }
    }

    /** The longest beginning of a text that has at most so many bytes and ends between two characters. */
    static String cut(String text, int maxBytes) {
        if (ByteBufUtil.utf8MaxBytes(text) <= maxBytes || ByteBufUtil.utf8Bytes(text) <= maxBytes) {
            return text;
        }
        CharBuffer chars = CharBuffer.wrap(text);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(chars, ByteBuffer.allocate(maxBytes), true);
        return text.substring(0, chars.position());
    }

    /** The text after its length in two bytes; it was cut before. */
    static void writeText(ByteBuf out, String text, int bytes) {
        out.writeShort(bytes);
        ByteBufUtil.reserveAndWriteUtf8(out, text, bytes);
    }
}
