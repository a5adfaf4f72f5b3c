package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of the serializable fields of one class as they were written, by name: the writer's class may have others. */
final class GetFields extends ObjectInputStream.GetField {

    private static final Object ABSENT = new Object();

    private final SerialClass serial;
    private final @Nullable Object[] values;

    /** No values: the part has none. */
    GetFields(SerialClass serial) {
        this.serial = serial;
        this.values = new Object[serial.fields.count()];
        Arrays.fill(values, ABSENT);
    }

    /** Reads the values that a header names. */
    static GetFields read(SerialClass serial, String[] header, ObjectGraph graph, Input in) {
        GetFields fields = new GetFields(serial);
        for (int i = 1; i < header.length; i++) {
            String field = header[i];
            if (field.isEmpty()) {
                throw Refusal.noHeader(serial.type);
            }
            char letter = field.charAt(0);
            Object value = value(serial, field, graph, in);
            boolean same = i <= serial.fields.count() && serial.fields.header[i].equals(field);
            int position = same ? i - 1 : serial.fields.find(field.substring(1), letter);
            if (position >= 0) {
                fields.values[position] = value;
            }
        }
        return fields;
    }

    private static @Nullable Object value(SerialClass serial, String field, ObjectGraph graph, Input in) {
        if (field.charAt(0) != 'L') {
            return PrimitiveValues.read(in, field.charAt(0));
        }
        try {
            return graph.get(in);
        } catch (Refusal e) {
            throw e.at(Words.className(serial.type) + "." + Words.quote(field.substring(1)));
        }
    }

    /** What a field of this type holds if it was never set. */
    static @Nullable Object zero(char letter) {
        return switch (letter) {
            case 'Z' -> false;
            case 'B' -> (byte) 0;
            case 'C' -> (char) 0;
            case 'S' -> (short) 0;
            case 'I' -> 0;
            case 'J' -> 0L;
            case 'F' -> 0f;
            case 'D' -> 0d;
            default -> null;
        };
    }

    boolean has(int position) {
        return values[position] != ABSENT;
    }

    @Nullable
    Object get(int position) {
        return values[position];
    }

    private @Nullable Object get(String name, char letter, @Nullable Object unless) {
        int position = serial.fields.position(name, letter);
        return has(position) ? values[position] : unless;
    }

    private <T> T primitive(String name, char letter, T unless) {
        @SuppressWarnings("unchecked") // the letter stands for the type
        T value = (T) get(name, letter, unless);
        return value == null ? unless : value;
    }

    @Override
    public @Nullable ObjectStreamClass getObjectStreamClass() {
        return ObjectStreamClass.lookupAny(serial.type);
    }

    @Override
    public boolean defaulted(String name) {
        return !has(serial.fields.position(name));
    }

    @Override
    public boolean get(String name, boolean unless) {
        return primitive(name, 'Z', unless);
    }

    @Override
    public byte get(String name, byte unless) {
        return primitive(name, 'B', unless);
    }

    @Override
    public char get(String name, char unless) {
        return primitive(name, 'C', unless);
    }

    @Override
    public short get(String name, short unless) {
        return primitive(name, 'S', unless);
    }

    @Override
    public int get(String name, int unless) {
        return primitive(name, 'I', unless);
    }

    @Override
    public long get(String name, long unless) {
        return primitive(name, 'J', unless);
    }

    @Override
    public float get(String name, float unless) {
        return primitive(name, 'F', unless);
    }

    @Override
    public double get(String name, double unless) {
        return primitive(name, 'D', unless);
    }

    @Override
    public @Nullable Object get(String name, @Nullable Object unless) {
        return get(name, 'L', unless);
    }
}
