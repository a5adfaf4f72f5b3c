package io.mirai.codec.stream;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one class, each by its position. Those that the class declares to have, and has not, are its methods' to fill. */
final class FieldValues implements DefaultFields {

    private final @Nullable FieldAccess[] fields;

    FieldValues(Class<?> type, SerialFields declared, Function<Field, FieldAccess> access) {
        this.fields = new FieldAccess[declared.count()];
        for (int i = 0; i < fields.length; i++) {
            try {
                Field field = type.getDeclaredField(declared.name(i));
                if (letter(field) == declared.letter(i)) {
                    fields[i] = access.apply(field);
                }
            } catch (NoSuchFieldException e) {
                // A name that only its methods know.
            }
        }
    }

    private static char letter(Field field) {
        return field.getType().isPrimitive() ? PrimitiveValues.letter(field.getType()) : 'L';
    }

    @Override
    public void write(Object object, ObjectOutputStream out) throws IOException, ReflectiveOperationException {
        PutFields values = (PutFields) out.putFields();
        for (int i = 0; i < fields.length; i++) {
            FieldAccess field = fields[i];
            if (field != null) {
                values.set(i, field.get(object));
            }
        }
        out.writeFields();
    }

    @Override
    public void read(Object object, ObjectInputStream in) throws IOException, ReflectiveOperationException {
        GetFields values = (GetFields) in.readFields();
        for (int i = 0; i < fields.length; i++) {
            FieldAccess field = fields[i];
            if (field != null && values.has(i)) {
                field.set(object, values.get(i));
            }
        }
    }
}
