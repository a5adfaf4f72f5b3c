package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.WritingEnded;
import io.mirai.spi.Body;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what is written into chunks of a body, up to a limit. What fits the writer's own buffer is
 * copied only once.
 */
final class ChunkStream extends OutputStream {

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] current = {};
    private int used;
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
        written += count;
        if (written > limit) {
            throw new TooLong(limit);
        }
        int done = 0;
        while (done < count) {
            if (used == current.length) {
                startChunk();
            }
            int step = Math.min(count - done, current.length - used);
            System.arraycopy(bytes, from + done, current, used, step);
            used += step;
            done += step;
        }
    }

    private void startChunk() {
        if (used > 0) {
            full.add(current);
        }
        current = new byte[Body.CHUNK_BYTES];
        used = 0;
    }

    Body finish(Output out) {
        if (used == 0 && full.isEmpty()) {
            if (out.position() > limit) {
                throw new TooLong(limit); // it never came by here
            }
            byte[] all = out.toBytes();
            out.setPosition(0);
            return Body.of(all);
        }
        out.flush();
        full.add(Arrays.copyOf(current, used));
        long length = (long) (full.size() - 1) * Body.CHUNK_BYTES + used;
        return new Body(List.copyOf(full), length);
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
