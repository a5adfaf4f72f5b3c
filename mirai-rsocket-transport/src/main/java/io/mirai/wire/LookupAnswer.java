package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Lookup}.
 *
 * <pre>
 *    0  u8   0x0C
 *    1  u8   found: 0 no; 1 yes; 2 yes, what the daemon knows; nothing follows but for 1
 *    2  i64  id of the body, negative, so that it is no task's
 *   10  i64  length of the body
 *   18       body, if it is 256 KiB at most; else the daemon asks for it
 * </pre>
 *
 * @param found whether there is such a thing
 * @param bodyId what to ask for if the body is not inline; 0 if there is none
 * @param length the length of the body
 * @param inline the body; null if it must be fetched
 */
public record LookupAnswer(Found found, long bodyId, long length, @Nullable Body inline) {

    /** Whether there is what was asked for. */
    public enum Found {
        /** There is no such thing. */
        NO(0),
        /** It comes. */
        YES(1),
        /** It is what the daemon said that it knows. */
        KNOWN(2);

        private final int code;

        Found(int code) {
            this.code = code;
        }
    }

    /** There is no such thing. */
    public static final LookupAnswer NOT_FOUND = new LookupAnswer(Found.NO, 0, 0, Body.EMPTY);

    /** The daemon knows it. */
    public static final LookupAnswer KNOWN = new LookupAnswer(Found.KNOWN, 0, 0, Body.EMPTY);

    /** Writes that there is no such thing. */
    public static ByteBuf encodeNotFound(ByteBufAllocator allocator) {
        return encode(allocator, Found.NO, 0);
    }

    /** Writes that the daemon knows it. */
    public static ByteBuf encodeKnown(ByteBufAllocator allocator) {
        return encode(allocator, Found.KNOWN, 0);
    }

    /** Writes what was found. */
    public static ByteBuf encode(ByteBufAllocator allocator, long bodyId, Body body) {
        ByteBuf out = encode(allocator, Found.YES, Long.BYTES + MessageWriter.bodySize(body))
                .writeLong(bodyId);
        MessageWriter.writeBody(out, body);
        return out;
    }

    private static ByteBuf encode(ByteBufAllocator allocator, Found found, int bytesAfter) {
        return MessageWriter.start(allocator, MessageType.ANSWER, 1 + bytesAfter)
                .writeByte(found.code);
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static LookupAnswer decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.ANSWER);
        int found = reader.u8("found");
        LookupAnswer answer =
                switch (found) {
                    case 0 -> NOT_FOUND;
                    case 1 -> decodeFound(reader);
                    case 2 -> KNOWN;
                    default -> throw reader.unknown("found", found);
                };
        reader.end();
        return answer;
    }

    private static LookupAnswer decodeFound(MessageReader reader) {
        long bodyId = reader.bodyId();
        long length = reader.bodyLength();
        return new LookupAnswer(Found.YES, bodyId, length, reader.inline(length));
    }
}
