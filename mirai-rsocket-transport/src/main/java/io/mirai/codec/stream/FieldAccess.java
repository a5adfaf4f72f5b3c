package io.mirai.codec.stream;

import io.mirai.codec.rules.Magic;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Gets and sets one field. */
interface FieldAccess {

    @Nullable
    Object get(Object object) throws ReflectiveOperationException;

    void set(Object object, @Nullable Object value) throws ReflectiveOperationException;

    /** By reflection, where the package is open to it. */
    static FieldAccess opened(Field field) {
        return new Opened(Magic.open(field));
    }

    /** A field of a class outside the JDK. */
    record Opened(Field field) implements FieldAccess {

        @Override
        public @Nullable Object get(Object object) throws IllegalAccessException {
            return field.get(object);
        }

        @Override
        public void set(Object object, @Nullable Object value) throws IllegalAccessException {
            field.set(object, value);
        }
    }
}
