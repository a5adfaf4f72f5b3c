package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.OutputStream;

/** Gathers primitive data into blocks of a part, see {@link Items}. */
final class BlockOutput extends OutputStream {

    private static final int BYTES = 512;

    private final Output out;
    private final byte[] block = new byte[BYTES];
    private int used;

    BlockOutput(Output out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        if (used == BYTES) {
            end();
        }
        block[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (count > BYTES - used) {
            end();
            if (count > BYTES) {
                item(bytes, from, count);
                return;
            }
        }
        System.arraycopy(bytes, from, block, used, count);
        used += count;
    }

    /** Something else than primitive data follows. */
    void end() {
        if (used > 0) {
            int count = used;
            used = 0;
            item(block, 0, count);
        }
    }

    private void item(byte[] bytes, int from, int count) {
        out.writeByte(Items.BLOCK);
        out.writeVarInt(count, true);
        out.writeBytes(bytes, from, count);
    }
}
