package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

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

    /** An array as it lies in memory: its length, then all elements in their full width. */
    static final class ArrayOf extends Form {

        private final char kind;

        ArrayOf(Class<?> array) {
            this.kind = array.getName().charAt(1);
        }

        @Override
        void write(Graph graph, Output out, Object array) {
            out.writeVarInt(java.lang.reflect.Array.getLength(array), true);
            switch (kind) {
                case 'Z' -> out.writeBooleans((boolean[]) array, 0, ((boolean[]) array).length);
                case 'B' -> out.writeBytes((byte[]) array);
                case 'C' -> out.writeChars((char[]) array, 0, ((char[]) array).length);
                case 'S' -> out.writeShorts((short[]) array, 0, ((short[]) array).length);
                case 'I' -> out.writeInts((int[]) array, 0, ((int[]) array).length);
                case 'J' -> out.writeLongs((long[]) array, 0, ((long[]) array).length);
                case 'F' -> out.writeFloats((float[]) array, 0, ((float[]) array).length);
                default -> out.writeDoubles((double[]) array, 0, ((double[]) array).length);
            }
        }

        @Override
        Object read(Graph graph, Input in) {
            return switch (kind) {
                case 'Z' -> in.readBooleans(graph.readCount(in, 1));
                case 'B' -> in.readBytes(graph.readCount(in, 1));
                case 'C' -> in.readChars(graph.readCount(in, 2));
                case 'S' -> in.readShorts(graph.readCount(in, 2));
                case 'I' -> in.readInts(graph.readCount(in, 4));
                case 'J' -> in.readLongs(graph.readCount(in, 8));
                case 'F' -> in.readFloats(graph.readCount(in, 4));
                default -> in.readDoubles(graph.readCount(in, 8));
            };
        }
    }
}
