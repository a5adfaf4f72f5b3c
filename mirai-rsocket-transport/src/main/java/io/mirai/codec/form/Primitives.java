package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Boxes and primitive fields, and the arrays of primitives. */
final class Primitives {

    private Primitives() {}

    static void write(Output out, Class<?> type, Object value) {
        switch (kind(type)) {
            case 'Z' -> out.writeBoolean((Boolean) value);
            case 'B' -> out.writeByte((Byte) value);
            case 'C' -> out.writeChar((Character) value);
            case 'S' -> out.writeShort((Short) value);
            case 'I' -> out.writeVarInt((Integer) value, false);
            case 'J' -> out.writeVarLong((Long) value, false);
            case 'F' -> out.writeFloat((Float) value);
            default -> out.writeDouble((Double) value);
        }
    }

    static Object read(Input in, Class<?> type) {
        return switch (kind(type)) {
            case 'Z' -> in.readBoolean();
            case 'B' -> in.readByte();
            case 'C' -> in.readChar();
            case 'S' -> in.readShort();
            case 'I' -> in.readVarInt(false);
            case 'J' -> in.readVarLong(false);
            case 'F' -> in.readFloat();
            default -> in.readDouble();
        };
    }

    /** The letter of the virtual machine for a primitive type or its box. */
    private static char kind(Class<?> type) {
        String name = type.isPrimitive() ? type.getName() : type.getSimpleName();
        return switch (name) {
            case "boolean", "Boolean" -> 'Z';
            case "byte", "Byte" -> 'B';
            case "char", "Character" -> 'C';
            case "short", "Short" -> 'S';
            case "int", "Integer" -> 'I';
            case "long", "Long" -> 'J';
            case "float", "Float" -> 'F';
            default -> 'D';
        };
    }

    static final class Box extends Form {

        private final Class<?> type;

        Box(Class<?> type) {
            this.type = type;
        }

        @Override
        void write(Graph graph, Output out, Object value) {
            Primitives.write(out, type, value);
        }

        @Override
        Object read(Graph graph, Input in) {
            return Primitives.read(in, type);
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
                PrimitiveArrays.copy(array, done, count, out.getBuffer(), out.position());
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
                    PrimitiveArrays.fill(array, done, 1, in.readBytes(bytesEach), 0);
                } else {
                    PrimitiveArrays.fill(array, done, count, in.getBuffer(), in.position());
                    in.setPosition(in.position() + count * bytesEach);
                }
                done += count;
            }
            return array;
        }
    }
}
