package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.spi.BodyGathering;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * Puts a body that is one array of primitives together as its chunks come. It begins so:
 *
 * <pre>
 *   no snippets   0, in what goes to a daemon only
 *   type          a number, see {@link WireClasses}
 *   reference     1: it is met for the first time
 *   length        of the array
 *   elements      in their full width
 * </pre>
 *
 * <p>Whatever does not look so, or has not the length that it says, is left to the reader of graphs, which refuses what is wrong.
 */
final class ArrayGathering implements BodyGathering {

    /** What a daemon sends. */
    static final ArrayGathering OF_RESULTS = new ArrayGathering(false);

    /** What a host sends for an element of a map. */
    static final ArrayGathering OF_ELEMENTS = new ArrayGathering(true);

    private final boolean behindSnippets;

    private ArrayGathering(boolean behindSnippets) {
        this.behindSnippets = behindSnippets;
    }

    @Override
    public @Nullable Target begin(byte[] first, long length) {
        Input in = new Input(first);
        if (behindSnippets && in.readVarInt(true) != 0) {
            return null;
        }
        Class<?> component = PrimitiveArrays.component(in.readVarInt(true));
        if (component == null || in.readVarInt(true) != Kryo.NOT_NULL) {
            return null;
        }
        int count = in.readVarInt(true);
        int bytesEach = PrimitiveArrays.bytesEach(component);
        if (count < 0 || in.position() + (long) count * bytesEach != length) {
            return null;
        }
        ArrayTarget target = new ArrayTarget(Array.newInstance(component, count), bytesEach);
        target.add(first, in.position());
        return target;
    }

    private static final class ArrayTarget implements Target {

        private final Object array;
        private final int length;
        private final byte[] split; // an element that a chunk ends in the middle of
        private int splitBytes;
        private int next;

        ArrayTarget(Object array, int bytesEach) {
            this.array = array;
            this.length = Array.getLength(array);
            this.split = new byte[bytesEach];
        }

        @Override
        public void add(byte[] chunk) {
            add(chunk, 0);
        }

        void add(byte[] chunk, int from) {
            int at = from;
            while (splitBytes > 0 && at < chunk.length) {
                split[splitBytes++] = chunk[at++];
                if (splitBytes == split.length) {
                    fill(1, split, 0);
                    splitBytes = 0;
                }
            }
            int whole = Math.min((chunk.length - at) / split.length, length - next);
            fill(whole, chunk, at);
            at += whole * split.length;
            while (at < chunk.length) {
                split[splitBytes++] = chunk[at++];
            }
        }

        private void fill(int count, byte[] bytes, int offset) {
            PrimitiveArrays.fill(array, next, count, bytes, offset);
            next += count;
        }

        @Override
        public Object array() {
            return array;
        }
    }
}
