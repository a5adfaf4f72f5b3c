package io.mirai.wire;

import io.mirai.spi.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link Lookup}.
 *
 * <pre>
 *    0  u8   0x0C
 *    1  u8   found: 0 no, and nothing follows; 1 yes
 *    2  i64  id of the body, negative, so that it is no task's
 *   10       SHA-256 of the body, 32 bytes: who has it already need not ask for it; zeros for a function
 *   42  i64  length of the body
 *   50       body, if it is 256 KiB at most; else the daemon asks for it
 * </pre>
 *
 * @param found whether there is such a thing
 * @param bodyId what to ask for if the body is not inline; 0 if nothing was found
 * @param hash the SHA-256 of the body, in hexadecimal; empty if nothing was found
 * @param length the length of the body
 * @param inline the body; null if it must be fetched
 */
public record LookupAnswer(boolean found, long bodyId, String hash, long length, @Nullable Body inline) {

    private static final int HASH_BYTES = 32;

    /** What stands for the hash of a body that nobody else can have. */
    public static final String NO_HASH = "00".repeat(HASH_BYTES);

    /** There is no such thing. */
    public static final LookupAnswer NOT_FOUND = new LookupAnswer(false, 0, "", 0, Body.EMPTY);

    /** The SHA-256 of these bytes, in hexadecimal. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** Writes that there is no such thing. */
    public static ByteBuf encodeNotFound(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.ANSWER, 1).writeByte(0);
    }

    /**
     * Writes what was found.
     *
     * @param hash the SHA-256 of the body, in hexadecimal
     */
    public static ByteBuf encode(ByteBufAllocator allocator, long bodyId, String hash, Body body) {
        int head = 1 + Long.BYTES + HASH_BYTES;
        ByteBuf out = MessageWriter.start(allocator, MessageType.ANSWER, head + MessageWriter.bodySize(body))
                .writeByte(1)
                .writeLong(bodyId)
                .writeBytes(HexFormat.of().parseHex(hash));
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
            long bodyId = reader.bodyId();
            String hash = HexFormat.of().formatHex(reader.bytes(HASH_BYTES, "hash"));
            long length = reader.bodyLength();
            answer = new LookupAnswer(true, bodyId, hash, length, reader.inline(length));
        }
        reader.end();
        return answer;
    }
}
