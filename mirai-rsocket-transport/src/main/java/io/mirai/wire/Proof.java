package io.mirai.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HexFormat;

/**
 * Answers a {@link Challenge}, and challenges the host in turn, whose answer is in {@link ControlRequest}.
 *
 * <pre>
 *    0  u8   0x11
 *    1       HMAC-SHA-256 by the token, 32 bytes: of the challenge's bytes, then the nonce, then those of SETUP
 *   33       nonce, 32 bytes that were never there before
 *   65
 * </pre>
 *
 * @param code that authentication code, in hexadecimal
 * @param nonce what the host has to answer, in hexadecimal
 */
public record Proof(String code, String nonce) {

    static final int CODE_BYTES = 32;
    private static final int NONCE_BYTES = 32;

    /** Writes it. */
    public ByteBuf encode(ByteBufAllocator allocator) {
        return MessageWriter.start(allocator, MessageType.PROOF, CODE_BYTES + NONCE_BYTES)
                .writeBytes(HexFormat.of().parseHex(code))
                .writeBytes(HexFormat.of().parseHex(nonce));
    }

    /**
     * Reads it.
     *
     * @throws ProtocolException if it is none
     */
    public static Proof decode(ByteBuf in) {
        MessageReader reader = new MessageReader(in, MessageType.PROOF);
        Proof proof = new Proof(
                HexFormat.of().formatHex(reader.bytes(CODE_BYTES, "code")),
                HexFormat.of().formatHex(reader.bytes(NONCE_BYTES, "nonce")));
        reader.end();
        return proof;
    }
}
