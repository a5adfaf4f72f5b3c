package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.InputStream;

/** Reads the primitive data of a part across its blocks, up to the next item of another kind, see {@link Items}. */
final class BlockInput extends InputStream {

    private final ObjectGraph graph;
    private final Input in;
    private int left;
    private int next = Items.BLOCK;

    BlockInput(ObjectGraph graph, Input in) {
        this.graph = graph;
        this.in = in;
    }

    /** A part begins. */
    void begin() {
        left = 0;
        next = in.readByte();
        skipEmpty();
    }

    private void skipEmpty() {
        while (left == 0 && next == Items.BLOCK) {
            left = graph.readCount(in, 1);
            if (left == 0) {
                next = in.readByte();
            }
        }
    }

    private void took(int count) {
        left -= count;
        if (left == 0) {
            next = in.readByte();
            skipEmpty();
        }
    }

    /** The kind of the next item. */
    int next() {
        return next;
    }

    /** An item that was next, and is no block, has been read. */
    void passed() {
        next = in.readByte();
        skipEmpty();
    }

    @Override
    public int read() {
        if (left == 0) {
            return -1;
        }
        int b = in.readByte() & 0xFF;
        took(1);
        return b;
    }

    @Override
    public int read(byte[] into, int from, int count) {
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int step = Math.min(count, left);
        in.readBytes(into, from, step);
        took(step);
        return step;
    }

    @Override
    public int available() {
        return left;
    }

    /** Drops the rest of the block. */
    void drop() {
        in.skip(left);
        took(left);
    }
}
