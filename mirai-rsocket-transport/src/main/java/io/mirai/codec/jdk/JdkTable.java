package io.mirai.codec.jdk;

import io.mirai.codec.jdk.JdkValue.Making;
import io.mirai.codec.jdk.JdkValue.Taking;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One part of {@link JdkValues}: classes by name. */
final class JdkTable {

    private final Map<String, JdkValue> values = new HashMap<>();

    static @Nullable Object[] parts(@Nullable Object... parts) {
        return parts;
    }

    <T> JdkTable add(Class<T> type, Taking<T> taking, Making making) {
        return add(type, type.getName(), taking, making);
    }

    /** A class that has no public name goes by the name of an implementation. */
    @SuppressWarnings("unchecked") // the key sees to it that only such objects come
    <T> JdkTable add(Class<?> type, String name, Taking<T> taking, Making making) {
        values.put(name, new JdkValue(type, name, (Taking<Object>) taking, making));
        return this;
    }

    @Nullable
    JdkValue get(String name) {
        return values.get(name);
    }
}
