package io.mirai.codec.stream;

import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Magic;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;

/** Writes and reads the serializable fields of objects of one class, through {@code putFields} and {@code readFields}. */
interface DefaultFields {

    void write(Object object, ObjectOutputStream out) throws IOException, ReflectiveOperationException;

    void read(Object object, ObjectInputStream in) throws IOException, ReflectiveOperationException;

    static DefaultFields of(Class<?> type, SerialFields fields) {
        if (!Instances.isPlatform(type)) {
            return new FieldValues(type, fields, FieldAccess::opened);
        }
        if (SerialMethods.hasDefaults()) {
            MethodHandle reading = SerialMethods.ofJdk("defaultReadObjectForSerialization", type);
            MethodHandle writing = SerialMethods.ofJdk("defaultWriteObjectForSerialization", type);
            if (reading != null && writing != null) {
                return new ByJdk(reading, writing);
            }
        }
        return new FieldValues(type, fields, JdkMemory::new);
    }

    /** The JDK's own way, from JDK 24 on. */
    record ByJdk(MethodHandle reading, MethodHandle writing) implements DefaultFields {

        @Override
        public void write(Object object, ObjectOutputStream out) throws InvocationTargetException {
            Magic.call(writing, object, out);
        }

        @Override
        public void read(Object object, ObjectInputStream in) throws InvocationTargetException {
            Magic.call(reading, object, in);
        }
    }
}
