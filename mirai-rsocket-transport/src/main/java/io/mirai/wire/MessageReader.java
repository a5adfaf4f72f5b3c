package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one message in order; every broken rule is a {@link ProtocolException}. */
final class MessageReader {

    private final ByteBuf in;
    private final String message;

    /** For what has no type byte. */
    MessageReader(ByteBuf in, String message) {
        this.in = in;
        this.message = message;
    }

    MessageReader(ByteBuf in, MessageType expected) {
        this(in, expected.name());
        MessageType type = MessageType.of(in);
        if (type != expected) {
            throw new ProtocolException(Texts.otherType(expected, type));
        }
        in.skipBytes(1);
    }

    int u8(String field) {
        need(1, field);
        return in.readUnsignedByte();
    }

    int u16(String field) {
        need(2, field);
        return in.readUnsignedShort();
    }

    int i32(String field) {
        need(4, field);
        return in.readInt();
    }

    long i64(String field) {
        need(8, field);
        return in.readLong();
    }

    byte[] bytes(int length, String field) {
        need(length, field);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /** A string after its length in two bytes. */
    String text(int maxBytes, String field) {
        int length = u16(field);
        if (length > maxBytes) {
            throw new ProtocolException(Texts.tooLong(message, field, length, maxBytes));
        }
        need(length, field);
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    long bodyLength() {
        long length = i64("body length");
        if (length < 0) {
            throw new ProtocolException(Texts.negative(message, "body length", length));
        }
        return length;
    }

    int length(String field) {
        int length = i32(field);
        if (length < 0) {
            throw new ProtocolException(Texts.negative(message, "length of a " + field, length));
        }
        return length;
    }

    boolean hasMore() {
        return in.isReadable();
    }

    /** The body of this length if it travels inside the message; null if it must be fetched. */
    @Nullable
    Body inline(long length) {
        if (length > Body.CHUNK_BYTES) {
            return null;
        }
        return length == 0 ? Body.EMPTY : Body.of(bytes((int) length, "body"));
    }

    /** All that is left, not copied. */
    ByteBuffer rest(int maxBytes, String field) {
        int length = in.readableBytes();
        if (length > maxBytes) {
            throw new ProtocolException(Texts.tooLong(message, field, length, maxBytes));
        }
        ByteBuffer rest = in.nioBuffer();
        in.skipBytes(length);
        return rest;
    }

    /** The id of a body that is no task's. */
    long bodyId() {
        long id = i64("body id");
        if (id >= 0) {
            throw new ProtocolException(Texts.bodyIdOfTask(message, id));
        }
        return id;
    }

    ProtocolException unknown(String field, long value) {
        return new ProtocolException(Texts.unknownValue(message, field, value));
    }

    void end() {
        if (in.isReadable()) {
            throw new ProtocolException(Texts.overLong(message, in.readableBytes()));
        }
    }

    private void need(int bytes, String field) {
        if (in.readableBytes() < bytes) {
            throw new ProtocolException(Texts.tooShort(message, field, bytes, in.readableBytes()));
        }
    }
}
