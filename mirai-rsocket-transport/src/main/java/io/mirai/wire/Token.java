package io.mirai.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret that a daemon shares with its host. It never travels on a link, where libraries log every frame: what
 * travels is a {@link Proof}. Never printed.
 */
public final class Token {

    /** Its length in bytes. */
    public static final int BYTES = 32;

    /** What SHA-256 takes at once. */
    private static final int BLOCK_BYTES = 64;

    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    /** No SETUP is so short: what a daemon proves to one host is no answer to another daemon. */
    private static final byte[] OF_HOST = "host".getBytes(US_ASCII);

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

    /** The secret, copied. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Proves to a host that this daemon knows the token.
     *
     * @param nonce what the host has to answer in turn, in hexadecimal
     */
    public Proof prove(Challenge challenge, Setup setup, String nonce) {
        return new Proof(hmac(bytes(challenge.nonce()), bytes(nonce), setup.bytes()), nonce);
    }

    /** Whether the daemon knows the token, in a time that does not depend on where its proof is wrong. */
    public boolean isProvenBy(Proof proof, Challenge challenge, Setup setup) {
        return isSame(prove(challenge, setup, proof.nonce()).code(), proof.code());
    }

    /** Returns the code by which the host proves to a daemon that it knows the token. */
    public String answer(Challenge challenge, String nonce) {
        return hmac(bytes(nonce), bytes(challenge.nonce()), OF_HOST);
    }

    /** Whether the host knows the token, as {@link #isProvenBy}. */
    public boolean isAnsweredBy(String code, Challenge challenge, String nonce) {
        return isSame(answer(challenge, nonce), code);
    }

    private static boolean isSame(String right, String given) {
        return MessageDigest.isEqual(right.getBytes(US_ASCII), given.getBytes(US_ASCII));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** HMAC-SHA-256 (RFC 2104) of all three together. */
    private String hmac(byte[] first, byte[] second, byte[] third) {
        byte[] inner = sha256(padded(INNER_PAD), first, second, third);
        return HexFormat.of().formatHex(sha256(padded(OUTER_PAD), inner));
    }

    private byte[] padded(byte pad) {
        byte[] block = new byte[BLOCK_BYTES];
        Arrays.fill(block, pad);
        for (int i = 0; i < BYTES; i++) {
            block[i] ^= bytes[i];
        }
        return block;
    }

    /** By the JDK's digest and not by its {@code Mac}, whose first use costs a daemon's start many classes. */
    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
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
