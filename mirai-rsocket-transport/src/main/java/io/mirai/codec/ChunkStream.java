package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.codec.rules.WritingEnded;
import io.mirai.spi.Body;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what is written into the chunks of a body, up to a limit. What fits the writer's own buffer is copied only once. Before
 * more than a chunk stands a byte that says that there are no large arrays, see {@link LargeArrays}.
 */
final class ChunkStream extends OutputStream {

    private static final int FIRST_BYTES = 32 * 1024;

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] current = {};
    private int used;
    private final List<Object> largeArrays = new ArrayList<>(0);
    private long written;

    private final long limit;

    ChunkStream(long limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        count(count);
        int done = 0;
        while (done < count) {
            if (used == current.length) {
                makeRoom();
            }
            int step = Math.min(count - done, current.length - used);
            System.arraycopy(bytes, from + done, current, used, step);
            used += step;
            done += step;
        }
    }

    /** Takes a copy of a large array, which is not written here. */
    void putApart(Object array) {
        count(PrimitiveArrays.bytes(array));
        largeArrays.add(PrimitiveArrays.copyOf(array));
    }

    int arraysApart() {
        return largeArrays.size();
    }

    /** Drops all but the first large arrays. */
    void forgetApart(int first) {
        while (largeArrays.size() > first) {
            written -= PrimitiveArrays.bytes(largeArrays.remove(largeArrays.size() - 1));
        }
    }

    private void count(long bytes) {
        written += bytes;
        if (written > limit) {
            throw new TooLong(limit);
        }
    }

    /** The first chunk grows, as most bodies are short; those behind it are made in their length. */
    private void makeRoom() {
        if (current.length == Body.CHUNK_BYTES) {
            full.add(current);
            current = new byte[Body.CHUNK_BYTES];
            used = 0;
        } else {
            used = Math.max(used, 1);
            current = Arrays.copyOf(current, Math.min(Math.max(2 * current.length, FIRST_BYTES), Body.CHUNK_BYTES));
        }
    }

    /** All that was written. */
    Body finish(Output out) {
        Body body = largeArrays.isEmpty() ? bodyOf(out) : LargeArrays.body(graphOf(out), largeArrays);
        if (body.length() > limit) {
            throw new TooLong(limit);
        }
        return body;
    }

    private Body bodyOf(Output out) {
        if (hasChunks()) {
            out.flush();
            if (written > Body.CHUNK_BYTES) {
                full.add(Arrays.copyOf(current, used));
                return new Body(List.copyOf(full), written + 1);
            }
        }
        return Body.of(join(out));
    }

    private List<byte[]> graphOf(Output out) {
        if (!hasChunks()) {
            return List.of(join(out));
        }
        out.flush();
        full.add(Arrays.copyOf(current, used));
        full.set(0, Arrays.copyOfRange(full.get(0), 1, full.get(0).length));
        return full;
    }

    private boolean hasChunks() {
        return used > 0 || !full.isEmpty();
    }

    /** What is no more than a chunk, in one array and without the byte before it. */
    private byte[] join(Output out) {
        if (!hasChunks()) {
            byte[] all = out.toBytes();
            out.setPosition(0);
            return all;
        }
        byte[] all = new byte[(int) written];
        if (full.isEmpty()) {
            System.arraycopy(current, 1, all, 0, all.length);
        } else { // the byte before it has made one more than fits
            System.arraycopy(full.get(0), 1, all, 0, Body.CHUNK_BYTES - 1);
            System.arraycopy(current, 0, all, Body.CHUNK_BYTES - 1, used);
        }
        return all;
    }

    /** More was written than the limit allows. */
    static final class TooLong extends WritingEnded {

        private static final long serialVersionUID = 1;

        final long limit;

        TooLong(long limit) {
            this.limit = limit;
        }
    }

    /** Reads the chunks of a body one after the other. */
    static final class Reader extends InputStream {

        private final List<byte[]> chunks;
        private int chunk;
        private int position;

        Reader(Body body) {
            this.chunks = body.chunks();
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) {
            while (chunk < chunks.size() && position == chunks.get(chunk).length) {
                chunk++;
                position = 0;
            }
            if (chunk == chunks.size()) {
                return -1;
            }
            int step = Math.min(count, chunks.get(chunk).length - position);
            System.arraycopy(chunks.get(chunk), position, into, from, step);
            position += step;
            return step;
        }
    }
}
