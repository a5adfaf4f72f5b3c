package io.mirai.codec.stream;

import io.mirai.codec.jdk.Instances;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** What is known of a Serializable class: its fields and its methods, without those of its superclasses. Known once for all. */
final class SerialClass {

    private static final ClassValue<SerialClass> KNOWN = new ClassValue<>() {
        @Override
        protected SerialClass computeValue(Class<?> type) {
            return new SerialClass(type);
        }
    };

    final Class<?> type;
    final SerialFields fields;
    final @Nullable MethodHandle writeObject;
    final @Nullable MethodHandle readObject;
    final @Nullable MethodHandle readObjectNoData;

    private @Nullable DefaultFields defaults;

    private SerialClass(Class<?> type) {
        this.type = type;
        this.fields = SerialFields.of(type);
        this.writeObject = SerialMethods.writeObject(type);
        this.readObject = SerialMethods.readObject(type);
        this.readObjectNoData = SerialMethods.readObjectNoData(type);
    }

    static SerialClass of(Class<?> type) {
        return KNOWN.get(type);
    }

    boolean hasMethods() {
        return writeObject != null || readObject != null || readObjectNoData != null || fields.areDeclared();
    }

    boolean isPlatform() {
        return Instances.isPlatform(type);
    }

    /** Reads and writes the fields; found when first wanted, since the methods may do without. */
    DefaultFields defaults() {
        DefaultFields known = defaults;
        if (known == null) {
            known = DefaultFields.of(type, fields);
            defaults = known;
        }
        return known;
    }
}
