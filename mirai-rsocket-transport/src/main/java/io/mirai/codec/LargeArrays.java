package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.ByteBufferInput;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.form.PrimitiveArrays;
import io.mirai.codec.rules.Refusal;
import io.mirai.spi.Body;
import io.mirai.spi.BodyGathering;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays of primitives travel beside the graph that they are a part of, before it: so they are copied once on either
 * side, and where they arrive they are in memory once. A body over {@link Body#CHUNK_BYTES} begins so; shorter ones are the graph
 * alone, as none of its arrays can be large.
 *
 * <pre>
 *   number of large arrays
 *     type, length of each      the type by its number, see {@link WireClasses}
 *   0 … 7 bytes                 so that what follows begins at a multiple of 8, and no chunk ends in an element
 *   elements of each            in their full width, and again 0 … 7 bytes
 *   graph                       in which each stands with its length only, in the same order
 * </pre>
 */
final class LargeArrays {

    /** An array is large from this many bytes on. */
    static final int MIN_BYTES = Body.CHUNK_BYTES;

    /** What puts bodies together as they come. */
    static final BodyGathering GATHERING = LargeArrays::begin;

    private static final int MAX_TABLE_ENTRY = 10;
    private static final int ALIGNMENT = 8;

    private LargeArrays() {}

    /** Whether an array of so many bytes is large. */
    static boolean isLarge(long bytes) {
        return bytes >= MIN_BYTES;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    // ---- Writing ----

    /**
     * The body of a graph with large arrays.
     *
     * @param graph its bytes
     * @param arrays the large arrays in it, in order; read when they are sent
     */
    static Body body(List<byte[]> graph, List<Object> arrays) {
        Output table = new Output(MAX_TABLE_ENTRY * (arrays.size() + 1));
        table.writeVarInt(arrays.size(), true);
        for (Object array : arrays) {
            table.writeVarInt(PrimitiveArrays.number(array), true);
            table.writeVarInt(Array.getLength(array), true);
        }
        LargeChunks chunks = new LargeChunks();
        chunks.add(table.toBytes(), aligned(table.position()));
        for (Object array : arrays) {
            chunks.add(array, aligned(PrimitiveArrays.bytes(array)));
        }
        for (byte[] part : graph) {
            chunks.add(part, part.length);
        }
        return new Body(chunks, chunks.bytes());
    }

    // ---- Reading ----

    /** The body as it is read: one that was gathered in chunks is put together now. */
    static Body gathered(Body body) {
        if (body.isInline() || body.isGathered()) {
            return body;
        }
        BodyGathering.Target target = begin(ByteBuffer.wrap(body.chunks().get(0)), body.length());
        if (target == null) {
            throw new Refusal(null, Texts.noTableOfArrays(), null);
        }
        body.chunks().stream().skip(1).map(ByteBuffer::wrap).forEach(target::add);
        return target.body();
    }

    private static BodyGathering.@Nullable Target begin(ByteBuffer first, long length) {
        Input in = new ByteBufferInput(first.slice());
        try {
            int count = in.readVarInt(true);
            List<Announced> announced = new ArrayList<>();
            long left = length;
            for (int i = 0; i < count; i++) {
                Class<?> component = PrimitiveArrays.component(in.readVarInt(true));
                int elements = in.readVarInt(true);
                if (component == null) {
                    return null;
                }
                Announced array = new Announced(component, elements);
                if (!isLarge(array.bytes())) {
                    return null;
                }
                left -= aligned(array.bytes());
                announced.add(array);
            }
            int begin = count == 0 ? in.position() : (int) aligned(in.position());
            left -= begin;
            if (count < 0 || left < 0 || begin > first.remaining()) {
                return null;
            }
            Gathered target = new Gathered(announced, length);
            target.add(first.position(first.position() + begin));
            return target;
        } catch (KryoException cutInTheTable) {
            return null;
        }
    }

    private record Announced(Class<?> component, int length) {

        long bytes() {
            return (long) length * PrimitiveArrays.bytesEach(component);
        }
    }

    /** Fills one array after the other, each made when its first chunk comes, and then gathers the graph. */
    private static final class Gathered implements BodyGathering.Target {

        private final List<Announced> announced;
        private final long length;
        private long taken;
        private final List<Object> arrays = new ArrayList<>();
        private final List<byte[]> graph = new ArrayList<>();
        private long toSkip;
        private int filled; // of the array that is the last so far

        Gathered(List<Announced> announced, long length) {
            this.announced = announced;
            this.length = length;
        }

        @Override
        public void add(ByteBuffer chunk) {
            while (chunk.hasRemaining() && hasArraysToFill()) {
                skip(chunk);
                fill(chunk);
            }
            skip(chunk);
            if (chunk.hasRemaining()) {
                byte[] rest = new byte[chunk.remaining()];
                chunk.get(rest);
                taken += rest.length;
                graph.add(rest);
            }
        }

        private boolean hasArraysToFill() {
            int last = arrays.size() - 1;
            return arrays.size() < announced.size() || (last >= 0 && filled < announced.get(last).length);
        }

        private void skip(ByteBuffer chunk) {
            int skipped = (int) Math.min(toSkip, chunk.remaining());
            toSkip -= skipped;
            chunk.position(chunk.position() + skipped);
        }

        private void fill(ByteBuffer chunk) {
            if (arrays.isEmpty() || filled == announced.get(arrays.size() - 1).length) {
                Announced next = announced.get(arrays.size());
                arrays.add(Array.newInstance(next.component, next.length));
                taken += next.bytes();
                filled = 0;
            }
            Announced current = announced.get(arrays.size() - 1);
            int count =
                    Math.min(chunk.remaining() / PrimitiveArrays.bytesEach(current.component), current.length - filled);
            PrimitiveArrays.fill(arrays.get(arrays.size() - 1), filled, count, chunk);
            filled += count;
            if (filled == current.length) {
                toSkip = aligned(current.bytes()) - current.bytes();
            }
        }

        @Override
        public long arrayBytes() {
            return announced.stream().mapToLong(Announced::bytes).sum();
        }

        @Override
        public long takenBytes() {
            return taken;
        }

        @Override
        public Body body() {
            return Body.gathered(graph, length, arrays);
        }
    }
}
