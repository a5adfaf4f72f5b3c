package io.mirai.transport;

import io.mirai.spi.Body;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import reactor.core.publisher.Mono;

/**
 * Code that the host has: what it is, and how to get it.
 *
 * @param hash the SHA-256 of its bytes, in hexadecimal
 * @param length how many bytes it has
 * @param isHere whether it came with the answer, so that asking for it costs nothing
 * @param body its bytes; an {@link java.io.IOException} if the link ends first
 */
public record FoundCode(String hash, long length, boolean isHere, Mono<Body> body) {

    /** The SHA-256 of these bytes, in hexadecimal. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
