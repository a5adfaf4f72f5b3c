package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HexFormat;

/**
 * Asks a daemon to prove that it knows its token, which never travels.
 *
 * <pre>
 *    0  u8   0x10
 *    1       32 bytes that were never there before
 *   33
 * </pre>
 *
 * @param nonce those bytes, in hexadecimal
 */
public record Challenge(String nonce) {

    private static final int BYTES = 32;

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.CHALLENGE, BYTES)
                .writeBytes(HexFormat.of().parseHex(nonce));
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is none
     */
    public static Challenge decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.CHALLENGE);
        Challenge challenge = new Challenge(HexFormat.of().formatHex(reader.bytes(BYTES, "nonce")));
        reader.end();
        return challenge;
    }
}
