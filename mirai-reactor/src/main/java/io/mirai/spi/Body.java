package io.mirai.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encoded bytes in chunks, or what has become of them. Immutable by agreement: nobody changes the arrays.
 *
 * @param chunks the bytes in order; all but the last are {@link #CHUNK_BYTES} long
 * @param length the sum of their lengths
 * @param array what the bytes stand for, where that is an array of primitives that was put together as they came, see
 *     {@link BodyGathering}: then there are no chunks; null everywhere else
 */
public record Body(List<byte[]> chunks, long length, @Nullable Object array) {

    /** The length of a chunk, and the longest body that travels inside its message. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** The longest body that can be carried: what fits an array of bytes in every JVM. */
    public static final long MAX_BYTES = Integer.MAX_VALUE - 7L;

    /** Nothing. */
    public static final Body EMPTY = new Body(List.of(), 0);

    /** Bytes as they are sent. */
    public Body(List<byte[]> chunks, long length) {
        this(chunks, length, null);
    }

    /** A body of one chunk. */
    public static Body of(byte[] bytes) {
        return new Body(List.of(bytes), bytes.length);
    }

    /** Whether it travels inside its message. */
    public boolean isInline() {
        return length <= CHUNK_BYTES;
    }
}
