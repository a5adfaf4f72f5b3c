package io.mirai.codec.form;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes what has replaced a library's map or collection fit the field that it stands in: some libraries write a map of the
 * JDK instead of their own, which the fields of their own classes do not take back (Gson's {@code JsonObject}).
 */
final class Refit {

    private Refit() {}

    /** Puts the same entries or elements into an object of the class that the field wants; null if that cannot be made. */
    static @Nullable Object into(Field field, Object value) throws ReflectiveOperationException {
        Class<?> wanted = field.getType();
        if (value instanceof Map<?, ?> map && Map.class.isAssignableFrom(wanted)) {
            Map<Object, Object> made = make(wanted);
            if (made != null) {
                made.putAll(map);
            }
            return made;
        }
        if (value instanceof Collection<?> elements && Collection.class.isAssignableFrom(wanted)) {
            Collection<Object> made = make(wanted);
            if (made != null) {
                made.addAll(elements);
            }
            return made;
        }
        return null;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // of what class it is was asked before
    private static <T> @Nullable T make(Class<?> type) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return (T) constructor.newInstance();
            }
        }
        return null;
    }
}
