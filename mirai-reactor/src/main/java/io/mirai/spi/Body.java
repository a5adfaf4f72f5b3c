package io.mirai.spi;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Encoded bytes in chunks, as they are sent or as they were put together. Immutable by agreement: nobody changes the arrays.
 *
 * @param chunks the bytes in order; all but the last are {@link #CHUNK_BYTES} long; {@link MadeChunks} are made each time
 *     that they are asked for
 * @param length how many bytes are sent in all
 * @param arrays the large arrays that were put together as they came, see {@link BodyGathering}; then the chunks hold the
 *     rest, and are of any length
 * @param isGathered whether they were looked for
 */
public record Body(List<byte[]> chunks, long length, List<Object> arrays, boolean isGathered) {

    /** The length of a chunk, and the longest body that travels inside its message. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** The longest body that can be carried: what fits an array of bytes in every JVM. */
    public static final long MAX_BYTES = Integer.MAX_VALUE - 7L;

    /** Nothing. */
    public static final Body EMPTY = new Body(List.of(), 0);

    /** Bytes as they are sent. */
    public Body(List<byte[]> chunks, long length) {
        this(chunks, length, List.of(), false);
    }

    /** A body of one chunk. */
    public static Body of(byte[] bytes) {
        return new Body(List.of(bytes), bytes.length);
    }

    /** What was put together as it came. */
    public static Body gathered(List<byte[]> rest, long length, List<Object> arrays) {
        return new Body(rest, length, arrays, true);
    }

    /** The same with large arrays of its own, so that two can be decoded that share nothing. */
    public Body copy() {
        return new Body(chunks, length, arrays.stream().map(Body::copy).toList(), isGathered);
    }

    private static Object copy(Object array) {
        int size = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), size);
        System.arraycopy(array, 0, copy, 0, size);
        return copy;
    }

    /** How long a chunk is. */
    public int chunkLength(int index) {
        return chunks instanceof MadeChunks made ? made.length(index) : chunks.get(index).length;
    }

    /** Writes a chunk, for which there is room: straight from what it is made of. */
    public void writeChunk(int index, ByteBuffer to) {
        if (chunks instanceof MadeChunks made) {
            made.write(index, to);
        } else {
            to.put(chunks.get(index));
        }
    }

    /** Whether it travels inside its message. */
    public boolean isInline() {
        return length <= CHUNK_BYTES;
    }
}
