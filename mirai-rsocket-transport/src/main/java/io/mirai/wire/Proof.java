package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HexFormat;

/**
 * Answers a {@link Challenge}.
 *
 * <pre>
 *    0  u8   0x11
 *    1       HMAC-SHA-256 by the token, 32 bytes: of the challenge's bytes, then those of SETUP
 *   33
 * </pre>
 *
 * @param code that authentication code, in hexadecimal
 */
public record Proof(String code) {

    private static final int BYTES = 32;

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.PROOF, BYTES)
                .writeBytes(HexFormat.of().parseHex(code));
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is none
     */
    public static Proof decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.PROOF);
        Proof proof = new Proof(HexFormat.of().formatHex(reader.bytes(BYTES, "code")));
        reader.end();
        return proof;
    }
}
