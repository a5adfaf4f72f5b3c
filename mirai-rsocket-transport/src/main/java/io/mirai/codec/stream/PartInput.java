package io.mirai.codec.stream;

import com.esotericsoftware.kryo.kryo5.io.Input;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that the methods of one object read from: items of the graph, see {@link Items}. No method reads past its own part, and
 * what it leaves is read and dropped, since others may refer to it. Whatever fails below fails the object, even if its method
 * catches it.
 */
final class PartInput extends ObjectInputStream {

    private static final String[] NO_HEADER = {""};

    private final ObjectGraph graph;
    private final Input in;
    private final Object object;
    private final Below below = new Below();
    private final BlockInput block;
    private final DataInputStream data;
    private @Nullable SerialClass serial;
    private String[] header = NO_HEADER;

    PartInput(ObjectGraph graph, Input in, Object object) throws IOException {
        this.graph = graph;
        this.in = in;
        this.object = object;
        this.block = new BlockInput(graph, in);
        this.data = new DataInputStream(block);
    }

    /** A part begins; its class is null if the object reads itself as a whole, or does not know it. */
    void begin(@Nullable SerialClass part, String[] fields) {
        serial = part;
        header = fields;
        block.begin();
    }

    void begin() {
        begin(null, NO_HEADER);
    }

    /** Runs the method that reads the part, then drops what it has left. */
    void read(Below.Code method) throws Exception {
        below.run(method);
        while (block.next() != Items.END) {
            switch (block.next()) {
                case Items.BLOCK -> block.drop();
                case Items.OBJECT -> object();
                case Items.FIELDS -> dropFields();
                default -> throw Refusal.noHeader(object.getClass());
            }
        }
    }

    private @Nullable Object object() {
        return below.attempt(() -> {
            try {
                Object value = graph.get(in);
                block.passed();
                return value;
            } catch (Refusal e) {
                throw e.at(step());
            }
        });
    }

    private String step() {
        Class<?> type = serial == null ? object.getClass() : serial.type;
        return Words.className(type) + (serial == null ? ".readExternal" : ".readObject");
    }

    private GetFields fields(SerialClass of) {
        return Objects.requireNonNull(below.attempt(() -> {
            GetFields fields = GetFields.read(of, header, graph, in);
            block.passed();
            return fields;
        }));
    }

    private void dropFields() {
        fields(serial == null ? SerialClass.of(Object.class) : serial);
    }

    private SerialClass serial() throws NotActiveException {
        if (serial == null) {
            throw new NotActiveException("not in call to readObject");
        }
        return serial;
    }

    @Override
    protected @Nullable Object readObjectOverride() throws IOException {
        skipFields();
        if (block.next() != Items.OBJECT) {
            throw SerialMethods.optionalData(block.available());
        }
        return object();
    }

    @Override
    public @Nullable Object readUnshared() throws IOException {
        return readObjectOverride();
    }

    /** The fields were written, but are not asked for. */
    private void skipFields() {
        while (block.next() == Items.FIELDS) {
            dropFields();
        }
    }

    @Override
    public void defaultReadObject() throws IOException {
        try {
            serial().defaults().read(object, this);
        } catch (ReflectiveOperationException e) {
            throw Refusal.unreadable(object.getClass().getTypeName(), e);
        }
    }

    @Override
    public GetFields readFields() throws IOException {
        SerialClass of = serial();
        return block.next() == Items.FIELDS ? fields(of) : new GetFields(of);
    }

    @Override
    public void registerValidation(ObjectInputValidation validation, int priority) throws NotActiveException {
        serial();
        graph.validateLater(Objects.requireNonNull(validation), priority);
    }

    @Override
    public int available() {
        skipFields();
        return block.available();
    }

    @Override
    public void close() {}

    private DataInputStream data() {
        skipFields();
        return data;
    }

    @Override
    public int read() throws IOException {
        return data().read();
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        return data().read(into, from, count);
    }

    @Override
    public boolean readBoolean() throws IOException {
        return data().readBoolean();
    }

    @Override
    public byte readByte() throws IOException {
        return data().readByte();
    }

    @Override
    public int readUnsignedByte() throws IOException {
        return data().readUnsignedByte();
    }

    @Override
    public short readShort() throws IOException {
        return data().readShort();
    }

    @Override
    public int readUnsignedShort() throws IOException {
        return data().readUnsignedShort();
    }

    @Override
    public char readChar() throws IOException {
        return data().readChar();
    }

    @Override
    public int readInt() throws IOException {
        return data().readInt();
    }

    @Override
    public long readLong() throws IOException {
        return data().readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return data().readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return data().readDouble();
    }

    @Override
    public void readFully(byte[] into) throws IOException {
        data().readFully(into);
    }

    @Override
    public void readFully(byte[] into, int from, int count) throws IOException {
        data().readFully(into, from, count);
    }

    @Override
    public int skipBytes(int count) throws IOException {
        return data().skipBytes(count);
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // it is the JDK's method
    public @Nullable String readLine() throws IOException {
        return data().readLine();
    }

    @Override
    public String readUTF() throws IOException {
        return data().readUTF();
    }
}
