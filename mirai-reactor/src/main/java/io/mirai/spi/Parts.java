package io.mirai.spi;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Several byte arrays in one: each has its length before it, in four bytes. */
public final class Parts {

    private Parts() {}

    /** Puts them together. */
    public static byte[] join(List<byte[]> parts) {
        long length = parts.stream()
                .mapToLong(part -> Integer.BYTES + (long) part.length)
                .sum();
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(length));
        parts.forEach(part -> joined.putInt(part.length).put(part));
        return joined.array();
    }

    /**
     * Takes them apart.
     *
     * @throws IllegalArgumentException if a length is not that of a part
     */
    public static List<byte[]> split(byte[] joined) {
        List<byte[]> parts = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(joined);
        try {
            while (left.hasRemaining()) {
                int length = left.getInt();
                if (length < 0 || length > left.remaining()) {
                    throw new IllegalArgumentException(
                            "a part of " + length + " bytes, where " + left.remaining() + " are left");
                }
                byte[] part = new byte[length];
                left.get(part);
                parts.add(part);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("less than a length is left", e);
        }
        return parts;
    }
}
