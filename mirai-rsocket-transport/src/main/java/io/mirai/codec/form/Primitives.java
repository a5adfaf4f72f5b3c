package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.stream.PrimitiveValues;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** Boxes, and the arrays of primitives. */
final class Primitives {

    private Primitives() {}

    static final class Box extends Form {

        private final char letter;

        Box(Class<?> type) {
            this.letter = PrimitiveValues.letter(type);
        }

        @Override
        void write(Graph graph, Output out, Object value) {
            PrimitiveValues.write(out, letter, value);
        }

        @Override
        Object read(Graph graph, Input in) {
            return PrimitiveValues.read(in, letter);
        }
    }

    /** An array as it lies in memory: its length, then all elements in their full width, unless they are too many. */
    static final class ArrayOf extends Form {

        private final Class<?> component;
        private final int bytesEach;

        ArrayOf(Class<?> array) {
            this.component = array.getComponentType();
            this.bytesEach = PrimitiveArrays.bytesEach(component);
        }

        @Override
        void write(Graph graph, Output out, Object array) {
            int length = Array.getLength(array);
            out.writeVarInt(length, true);
            if (graph.putApart(array)) {
                return;
            }
            for (int done = 0; done < length; ) {
                int count = Math.min((out.getBuffer().length - out.position()) / bytesEach, length - done);
                PrimitiveArrays.copy(array, done, count, behind(out));
                out.setPosition(out.position() + count * bytesEach);
                done += count;
                if (done < length) {
                    out.flush();
                }
            }
        }

        @Override
        Object read(Graph graph, Input in) {
            int length = in.readVarInt(true);
            Object apart = graph.getApart(component, length);
            if (apart != null) {
                return apart;
            }
            graph.checkCount(in, length, bytesEach);
            Object array = Array.newInstance(component, length);
            for (int done = 0; done < length; ) {
                int count = Math.min((in.limit() - in.position()) / bytesEach, length - done);
                if (count == 0) {
                    // To read one element makes Kryo fill its buffer.
                    count = 1;
                    PrimitiveArrays.fill(array, done, 1, ByteBuffer.wrap(in.readBytes(bytesEach)));
                } else {
                    PrimitiveArrays.fill(array, done, count, ahead(in));
                    in.setPosition(in.position() + count * bytesEach);
                }
                done += count;
            }
            return array;
        }

        private static ByteBuffer behind(Output out) {
            return ByteBuffer.wrap(out.getBuffer()).position(out.position());
        }

        private static ByteBuffer ahead(Input in) {
            return ByteBuffer.wrap(in.getBuffer()).position(in.position());
        }
    }
}
