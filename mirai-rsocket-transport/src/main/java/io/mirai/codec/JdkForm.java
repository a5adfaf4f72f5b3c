package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.JdkValue;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of the JDK by its parts. */
final class JdkForm extends Form {

    private final JdkValue value;

    JdkForm(JdkValue value) {
        this.value = value;
    }

    @Override
    void write(Engine engine, Output out, Object object) throws Exception {
        @Nullable Object[] parts = value.take(object);
        out.writeVarInt(parts.length, true);
        for (Object part : parts) {
            engine.put(out, part);
        }
    }

    @Override
    Object read(Engine engine, Input in) throws Exception {
        Object[] parts = new Object[engine.readCount(in, 1)];
        Budget.Mark begun = engine.budget.mark();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = engine.get(in);
        }
        if (!engine.direction.toDaemon) {
            guard(engine, parts, begun);
            return value.makeOnHost(parts);
        }
        return value.make(parts);
    }

    /** Before a value is made on the host from parts that a daemon chose. */
    private void guard(Engine engine, Object[] parts, Budget.Mark begun) {
        if (value.hashesParts()) {
            engine.budget.hash(begun);
        }
        for (Object part : parts) {
            if (part instanceof Class<?> type && type.isEnum()) {
                ClassList.admit(engine.direction, type);
            }
            if (!value.keepsParts()) {
                engine.budget.copy(sizeOf(part));
            }
        }
    }

    private static long sizeOf(@Nullable Object part) {
        if (part instanceof CharSequence text) {
            return text.length();
        }
        if (part instanceof Collection<?> collection) {
            return collection.size();
        }
        if (part instanceof Map<?, ?> map) {
            return 4L * map.size(); // an entry is an object
        }
        return part != null && part.getClass().isArray() ? Array.getLength(part) : 0;
    }
}
