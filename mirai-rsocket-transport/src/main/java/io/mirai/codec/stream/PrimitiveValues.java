package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Primitive values on the wire, by the letter that the virtual machine has for their type. */
public final class PrimitiveValues {

    private PrimitiveValues() {}

    public static void write(Output out, char letter, Object value) {
        switch (letter) {
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

    public static Object read(Input in, char letter) {
        return switch (letter) {
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

    /** The letter of a primitive type or its box. */
    public static char letter(Class<?> type) {
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
}
