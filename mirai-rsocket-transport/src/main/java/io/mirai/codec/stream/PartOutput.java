package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The stream that the methods of one object write to: what they write becomes items of the graph, see {@link Items}. Whatever fails
 * below fails the object, even if its method catches it: half of it would arrive.
 */
final class PartOutput extends ObjectOutputStream {

    private final ObjectGraph graph;
    private final Output out;
    private final Object object;
    private final Below below = new Below();
    private final BlockOutput block;
    private final DataOutputStream data;
    private @Nullable SerialClass serial;
    private @Nullable PutFields fields;

    PartOutput(ObjectGraph graph, Output out, Object object) throws IOException {
        this.graph = graph;
        this.out = out;
        this.object = object;
        this.block = new BlockOutput(out);
        this.data = new DataOutputStream(block);
    }

    /** A part begins; it is null if the object writes itself as a whole. */
    void begin(@Nullable SerialClass part) {
        serial = part;
        fields = null;
    }

    /** Runs the method that writes the part, then ends it. */
    void write(Below.Code method) throws Exception {
        below.run(method);
        block.end();
        out.writeByte(Items.END);
    }

    private SerialClass serial() throws NotActiveException {
        if (serial == null) {
            throw new NotActiveException("not in call to writeObject");
        }
        return serial;
    }

    private void item(int kind) {
        block.end();
        out.writeByte(kind);
    }

    private String step() {
        Class<?> type = serial == null ? object.getClass() : serial.type;
        return Words.className(type) + (serial == null ? ".writeExternal" : ".writeObject");
    }

    @Override
    protected void writeObjectOverride(@Nullable Object value) {
        item(Items.OBJECT);
        put(value, false);
    }

    @Override
    public void writeUnshared(@Nullable Object value) {
        item(Items.OBJECT);
        put(value, true);
    }

    private void put(@Nullable Object value, boolean unshared) {
        below.attempt(() -> {
            try {
                if (unshared) {
                    graph.putUnshared(out, value);
                } else {
                    graph.put(out, value);
                }
                return null;
            } catch (Refusal e) {
                throw e.at(step());
            }
        });
    }

    @Override
    public void defaultWriteObject() throws IOException {
        try {
            serial().defaults().write(object, this);
        } catch (ReflectiveOperationException e) {
            throw Refusal.unwritable(object.getClass().getTypeName(), e);
        }
    }

    @Override
    public PutFields putFields() throws IOException {
        PutFields known = fields;
        if (known == null) {
            known = new PutFields(serial());
            fields = known;
        }
        return known;
    }

    @Override
    public void writeFields() throws IOException {
        PutFields put = fields;
        if (put == null) {
            throw new NotActiveException("no current PutField object");
        }
        fields = null;
        item(Items.FIELDS);
        below.attempt(() -> {
            put.writeTo(graph, out);
            return null;
        });
    }

    @Override
    public void reset() throws IOException {
        throw new IOException("stream active");
    }

    @Override
    public void useProtocolVersion(int version) {}

    @Override
    public void flush() {}

    @Override
    protected void drain() {}

    @Override
    public void close() {}

    @Override
    public void write(int value) throws IOException {
        data.write(value);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        data.write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        data.write(bytes, from, count);
    }

    @Override
    public void writeBoolean(boolean value) throws IOException {
        data.writeBoolean(value);
    }

    @Override
    public void writeByte(int value) throws IOException {
        data.writeByte(value);
    }

    @Override
    public void writeShort(int value) throws IOException {
        data.writeShort(value);
    }

    @Override
    public void writeChar(int value) throws IOException {
        data.writeChar(value);
    }

    @Override
    public void writeInt(int value) throws IOException {
        data.writeInt(value);
    }

    @Override
    public void writeLong(long value) throws IOException {
        data.writeLong(value);
    }

    @Override
    public void writeFloat(float value) throws IOException {
        data.writeFloat(value);
    }

    @Override
    public void writeDouble(double value) throws IOException {
        data.writeDouble(value);
    }

    @Override
    public void writeBytes(String text) throws IOException {
        data.writeBytes(text);
    }

    @Override
    public void writeChars(String text) throws IOException {
        data.writeChars(text);
    }

    @Override
    public void writeUTF(String text) throws IOException {
        data.writeUTF(text);
    }
}
