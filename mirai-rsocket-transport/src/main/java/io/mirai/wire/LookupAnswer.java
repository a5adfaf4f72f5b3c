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
 *    1  u8   found: 0 no, and nothing follows; 1 yes
 *    2  i64  id of the body, negative, so that it is no task's
 *   10  i64  length of the body
 *   18       body, if it is 256 KiB at most; else the daemon asks for it
 * </pre>
 *
 * @param found whether there is such a thing
 * @param bodyId what to ask for if the body is not inline; 0 if nothing was found
 * @param length the length of the body
 * @param inline the body; null if it must be fetched
 */
public record LookupAnswer(boolean found, long bodyId, long length, @Nullable Body inline) {

    /** There is no such thing. */
    public static final LookupAnswer NOT_FOUND = new LookupAnswer(false, 0, 0, Body.EMPTY);

    /** Writes that there is no such thing. */
    public static ByteBuf encodeNotFound(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.ANSWER, 1).writeByte(0);
    }

    /** Writes what was found. */
    public static ByteBuf encode(ByteBufAllocator allocator, long bodyId, Body body) {
        ByteBuf out = MessageWriter.start(allocator, MessageType.ANSWER, 9 + MessageWriter.bodySize(body))
                .writeByte(1)
                .writeLong(bodyId);
        MessageWriter.writeBody(out, body);
        return out;
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is not well formed
     */
    public static LookupAnswer decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.ANSWER);
        int found = reader.u8("found");
        if (found > 1) {
            throw reader.unknown("found", found);
        }
        LookupAnswer answer = NOT_FOUND;
        if (found == 1) {
            long bodyId = reader.i64("body id");
            if (bodyId >= 0) {
                throw new ProtocolException(Texts.bodyIdOfTask(bodyId));
            }
            long length = reader.bodyLength();
            answer = new LookupAnswer(true, bodyId, length, reader.inline(length));
        }
        reader.end();
        return answer;
    }
}
