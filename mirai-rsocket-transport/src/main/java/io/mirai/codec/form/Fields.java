package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Texts;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one class in an order that both ends agree on: superclasses first, then by name. The
 * order of reflection would not do, least of all for the synthetic fields that hold what an inner
 * class captures.
 */
final class Fields {

    private final Class<?> type;
    private final List<Field> fields;

    private Fields(Class<?> type, List<Field> fields) {
        this.type = type;
        this.fields = fields;
        fields.forEach(Magic::open);
    }

    /** All fields of type and of its superclasses up to base, which is left out. */
    static Fields below(Class<?> base, Class<?> type) {
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> c = type; c != base; c = c.getSuperclass()) {
            classes.addFirst(c);
        }
        List<Field> fields = new ArrayList<>();
        for (Class<?> c : classes) {
            Arrays.stream(c.getDeclaredFields())
                    .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                    .sorted(Comparator.comparing(Field::getName))
                    .forEach(fields::add);
        }
        return new Fields(type, fields);
    }

    static Fields ofRecord(Class<?> type, RecordComponent[] components) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : components) {
            try {
                fields.add(type.getDeclaredField(component.getName()));
            } catch (NoSuchFieldException e) {
                throw new Refusal(type.getTypeName(), Texts.unreadable(e), e);
            }
        }
        return new Fields(type, fields);
    }

    void write(Graph graph, Output out, Object object) throws IllegalAccessException {
        out.writeVarInt(fields.size(), true);
        for (Field field : fields) {
            Object value = field.get(object);
            if (field.getType().isPrimitive()) {
                Primitives.write(out, field.getType(), value);
                continue;
            }
            try {
                graph.put(out, value);
            } catch (Refusal e) {
                throw at(field, e);
            }
        }
    }

    void readInto(Graph graph, Input in, Object object) throws IllegalAccessException {
        checkCount(in);
        for (Field field : fields) {
            field.set(object, readOne(graph, in, field));
        }
    }

    @Nullable
    Object[] read(Graph graph, Input in) {
        checkCount(in);
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readOne(graph, in, fields.get(i));
        }
        return values;
    }

    private void checkCount(Input in) {
        int count = in.readVarInt(true);
        if (count != fields.size()) {
            throw new Refusal(type, Texts.otherFields(count, fields.size()));
        }
    }

    private static @Nullable Object readOne(Graph graph, Input in, Field field) {
        if (field.getType().isPrimitive()) {
            return Primitives.read(in, field.getType());
        }
        try {
            return graph.get(in);
        } catch (Refusal e) {
            throw at(field, e);
        }
    }

    private static Refusal at(Field field, Refusal e) {
        Class<?> owner = field.getDeclaringClass();
        if (field.isSynthetic() && field.getName().startsWith("this$")) {
            e.blame(Texts.innerClassCapturesThis(owner, field.getType()));
        }
        return e.at(Texts.className(owner) + "." + field.getName());
    }
}
