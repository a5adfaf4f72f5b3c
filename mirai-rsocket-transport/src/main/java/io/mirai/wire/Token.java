package io.mirai.wire;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that a daemon shows to its host. Compared in constant time; never printed. */
public final class Token {

    /** Its length in bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Token(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A fresh one. */
    public static Token random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Token(bytes);
    }

    /**
     * The token with these bytes, which are copied.
     *
     * @throws IllegalArgumentException if they are not {@value #BYTES}
     */
    public static Token of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(Texts.tokenLength(bytes.length));
        }
        return new Token(bytes.clone());
    }

    /**
     * The token that {@link #toHex()} wrote.
     *
     * @throws IllegalArgumentException if it is not {@value #BYTES} bytes in hexadecimal
     */
    public static Token ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The secret, to be handed over where nobody reads along. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the other is the same token, in a time that does not depend on where they differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return BYTES;
    }

    @Override
    public String toString() {
        return "Token[secret]";
    }
}
