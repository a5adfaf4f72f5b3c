package io.mirai.codec;

import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.spi.Body;
import io.mirai.spi.MadeChunks;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a body that has large arrays, each made of them when it is asked for. */
final class LargeChunks extends MadeChunks {

    /**
     * A part of the body.
     *
     * @param content an array whose elements it is made of
     * @param from where in the body it begins
     * @param bytes how long it is, with what is left free behind the elements
     */
    private record Segment(Object content, long from, long bytes) {}

    private final List<Segment> segments = new ArrayList<>();
    private long bytes;

    /**
     * Adds the elements of an array; where they begin and a chunk ends, no element is cut in two.
     *
     * @param length how many bytes it takes, which may be more than the elements have
     */
    void add(Object content, long length) {
        segments.add(new Segment(content, bytes, length));
        bytes += length;
    }

    @Override
    protected long bytes() {
        return bytes;
    }

    @Override
    protected void write(int index, ByteBuffer to) {
        long from = (long) index * Body.CHUNK_BYTES;
        int length = length(index);
        int filled = 0;
        for (int at = firstAt(from); filled < length; at++) {
            filled += copy(segments.get(at), from + filled, to, length - filled);
        }
    }

    private int firstAt(long position) {
        int at = 0;
        while (segments.get(at).from + segments.get(at).bytes <= position) {
            at++;
        }
        return at;
    }

    /** Copies as much of a segment as there is from this position of the body on, and as there is room for. */
    private static int copy(Segment segment, long position, ByteBuffer to, int room) {
        int bytesEach = PrimitiveArrays.bytesEach(segment.content.getClass().getComponentType());
        long offset = position - segment.from;
        int step = (int) Math.min(segment.bytes - offset, room);
        int end = to.position() + step;
        int index = (int) (offset / bytesEach);
        int count = Math.min(Array.getLength(segment.content) - index, room / bytesEach);
        if (count > 0) {
            PrimitiveArrays.copy(segment.content, index, count, to);
        }
        while (to.position() < end) {
            to.put((byte) 0); // behind the elements
        }
        return step;
    }
}
