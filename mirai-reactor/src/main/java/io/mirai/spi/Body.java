package io.mirai.spi;

import java.util.List;

/**
 * Encoded bytes in chunks. Immutable by agreement: nobody changes the arrays.
 *
 * @param chunks the bytes in order; all but the last are {@link #CHUNK_BYTES} long
 * @param length the sum of their lengths
 */
public record Body(List<byte[]> chunks, long length) {

    /** The length of a chunk, and the longest body that travels inside its message. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** The longest body that can be carried: what fits an array of bytes in every JVM. */
    public static final long MAX_BYTES = Integer.MAX_VALUE - 7L;

    /** Nothing. */
    public static final Body EMPTY = new Body(List.of(), 0);

    /** A body of one chunk. */
    public static Body of(byte[] bytes) {
        return new Body(List.of(bytes), bytes.length);
    }

    /** Whether it travels inside its message. */
    public boolean isInline() {
        return length <= CHUNK_BYTES;
    }
}
