package io.mirai.spi;

import java.nio.ByteBuffer;
import java.util.AbstractList;

/** The chunks of a body, each of which is made when it is asked for. */
public abstract class MadeChunks extends AbstractList<byte[]> {

    /** Has no state of its own. */
    protected MadeChunks() {}

    /** How many bytes there are in all. */
    protected abstract long bytes();

    /** How long a chunk is. */
    protected final int length(int index) {
        return (int) Math.min(Body.CHUNK_BYTES, bytes() - (long) index * Body.CHUNK_BYTES);
    }

    /** Writes the bytes of a chunk, for which there is room. */
    protected abstract void write(int index, ByteBuffer to);

    @Override
    public final int size() {
        return (int) ((bytes() + Body.CHUNK_BYTES - 1) / Body.CHUNK_BYTES);
    }

    @Override
    public final byte[] get(int index) {
        byte[] chunk = new byte[length(index)];
        write(index, ByteBuffer.wrap(chunk));
        return chunk;
    }
}
