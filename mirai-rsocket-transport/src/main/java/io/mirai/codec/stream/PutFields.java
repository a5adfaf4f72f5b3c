package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import java.io.IOException;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** The values of the serializable fields of one class, put by name. */
final class PutFields extends ObjectOutputStream.PutField {

    private final SerialClass serial;
    private final @Nullable Object[] values;

    PutFields(SerialClass serial) {
        this.serial = serial;
        this.values = new Object[serial.fields.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = GetFields.zero(serial.fields.letter(i));
        }
    }

    void set(int position, @Nullable Object value) {
        values[position] = value;
    }

    @Nullable
    Object get(String name) {
        return values[serial.fields.position(name)];
    }

    void writeTo(ObjectGraph graph, Output out) {
        for (int i = 0; i < values.length; i++) {
            char letter = serial.fields.letter(i);
            Object value = values[i];
            if (letter != 'L' && value != null) {
                PrimitiveValues.write(out, letter, value);
                continue;
            }
            try {
                graph.put(out, value);
            } catch (Refusal e) {
                throw e.at(Words.className(serial.type) + "." + serial.fields.name(i));
            }
        }
    }

    private void put(String name, char letter, @Nullable Object value) {
        values[serial.fields.position(name, letter)] = value;
    }

    @Override
    public void put(String name, boolean value) {
        put(name, 'Z', value);
    }

    @Override
    public void put(String name, byte value) {
        put(name, 'B', value);
    }

    @Override
    public void put(String name, char value) {
        put(name, 'C', value);
    }

    @Override
    public void put(String name, short value) {
        put(name, 'S', value);
    }

    @Override
    public void put(String name, int value) {
        put(name, 'I', value);
    }

    @Override
    public void put(String name, long value) {
        put(name, 'J', value);
    }

    @Override
    public void put(String name, float value) {
        put(name, 'F', value);
    }

    @Override
    public void put(String name, double value) {
        put(name, 'D', value);
    }

    @Override
    public void put(String name, @Nullable Object value) {
        put(name, 'L', value);
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // it is the JDK's method
    public void write(ObjectOutput out) throws IOException {
        ((ObjectOutputStream) out).writeFields();
    }
}
