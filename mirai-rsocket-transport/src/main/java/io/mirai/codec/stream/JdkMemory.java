package io.mirai.codec.stream;

import io.mirai.codec.rules.Refusal;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a field of a class of the JDK by {@code sun.misc.Unsafe}, before JDK 24 only: from then on the JDK reads and writes
 * the default fields of its classes itself, and warns about this way.
 */
final class JdkMemory implements FieldAccess {

    private final Class<?> type;
    private final Object unsafe;
    private final Object offset;
    private final Method getter;
    private final Method setter;

    JdkMemory(Field field) {
        this.type = field.getType();
        try {
            Class<?> memory = Class.forName("sun.misc.Unsafe");
            Field only = memory.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            this.unsafe = only.get(null);
            this.offset = memory.getMethod("objectFieldOffset", Field.class).invoke(unsafe, field);
            this.getter = memory.getMethod("get" + kind(type), Object.class, long.class);
            Class<?> value = type.isPrimitive() ? type : Object.class;
            this.setter = memory.getMethod("put" + kind(type), Object.class, long.class, value);
        } catch (ReflectiveOperationException e) {
            Class<?> owner = field.getDeclaringClass();
            throw Refusal.notOpen(owner, e);
        }
    }

    private static String kind(Class<?> type) {
        String name = type.isPrimitive() ? type.getName() : "object";
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    @Override
    public @Nullable Object get(Object object) throws ReflectiveOperationException {
        return getter.invoke(unsafe, object, offset);
    }

    /** Checks the type, which {@code Unsafe} does not. */
    @Override
    public void set(Object object, @Nullable Object value) throws ReflectiveOperationException {
        setter.invoke(unsafe, object, offset, type.isPrimitive() ? value : type.cast(value));
    }
}
