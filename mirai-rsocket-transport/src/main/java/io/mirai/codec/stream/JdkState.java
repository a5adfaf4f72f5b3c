package io.mirai.codec.stream;

import java.io.IOException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** Looks into the serializable fields of an object of the JDK. */
public final class JdkState extends ObjectOutputStream {

    private final PutFields fields;

    private JdkState(SerialClass serial) throws IOException {
        this.fields = new PutFields(serial);
    }

    /** The value of a field that a class of the JDK declares. */
    public static @Nullable Object of(Class<?> type, String field, Object object) throws Exception {
        SerialClass serial = SerialClass.of(type);
        JdkState state = new JdkState(serial);
        serial.defaults().write(object, state);
        return state.fields.get(field);
    }

    @Override
    public PutFields putFields() {
        return fields;
    }

    @Override
    public void writeFields() {}
}
