package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Magic;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Words;
import io.mirai.codec.stream.PrimitiveValues;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one class in an order that both ends agree on: superclasses first, then by name. The
 * order of reflection would not do, least of all for the synthetic fields that hold what an inner
 * class captures.
 */
final class Fields implements OwnPart {

    /** Stands for the value of a field that travels only if it can, and cannot: what its constructor gave it stays. */
    private static final Object ABSENT = new Object();

    private final Class<?> type;
    private final Field[] fields;
    private final char[] letters; // of primitive ones; 0 of others
    private final boolean[] ifTheyCan;

    private Fields(Class<?> type, List<Field> fields, Predicate<Field> ifItCan) {
        this.type = type;
        this.fields = fields.toArray(Field[]::new);
        this.letters = new char[fields.size()];
        this.ifTheyCan = new boolean[fields.size()];
        for (int i = 0; i < letters.length; i++) {
            Field field = Magic.open(fields.get(i));
            boolean primitive = field.getType().isPrimitive();
            letters[i] = primitive ? PrimitiveValues.letter(field.getType()) : 0;
            ifTheyCan[i] = !primitive && ifItCan.test(field);
        }
    }

    /**
     * All fields of type and of its superclasses up to base, which is left out. Transient ones mean something to Java's
     * serialization only: those of other classes travel if they can.
     */
    static Fields below(Class<?> base, Class<?> type) {
        return new Fields(type, between(base, type), Fields::isTransient);
    }

    /**
     * The same fields of superclasses that are not Serializable, above one that has serialization methods.
     *
     * @param constructed whether a constructor has given them values already: then they all travel if they can
     */
    static Fields above(Class<?> base, Class<?> type, boolean constructed) {
        return new Fields(type, between(base, type), field -> constructed || isTransient(field));
    }

    private static boolean isTransient(Field field) {
        return Modifier.isTransient(field.getModifiers());
    }

    private static boolean isLeftOut(Field field) {
        return Modifier.isStatic(field.getModifiers())
                || (isTransient(field) && Serializable.class.isAssignableFrom(field.getDeclaringClass()));
    }

    private static List<Field> between(Class<?> base, Class<?> type) {
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> c = type; c != base; c = c.getSuperclass()) {
            classes.addFirst(c);
        }
        List<Field> fields = new ArrayList<>();
        for (Class<?> c : classes) {
            Arrays.stream(c.getDeclaredFields())
                    .filter(field -> !isLeftOut(field))
                    .sorted(Comparator.comparing(Field::getName))
                    .forEach(fields::add);
        }
        return fields;
    }

    static Fields ofRecord(Class<?> type, RecordComponent[] components) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : components) {
            try {
                fields.add(type.getDeclaredField(component.getName()));
            } catch (NoSuchFieldException e) {
                throw Refusal.unreadable(type.getTypeName(), e);
            }
        }
        return new Fields(type, fields, field -> false);
    }

    boolean isEmpty() {
        return fields.length == 0;
    }

    @Override
    public void write(Graph graph, Output out, Object object) throws IllegalAccessException {
        Class<?> around = graph.enter(type);
        try {
            writeAll(graph, out, object);
        } finally {
            graph.enter(around);
        }
    }

    private void writeAll(Graph graph, Output out, Object object) throws IllegalAccessException {
        out.writeVarInt(fields.length, true);
        for (int i = 0; i < fields.length; i++) {
            Object value = fields[i].get(object);
            if (letters[i] != 0) {
                PrimitiveValues.write(out, letters[i], value);
            } else if (ifTheyCan[i]) {
                graph.putIfItCan(out, value);
            } else {
                put(graph, out, fields[i], value);
            }
        }
    }

    private static void put(Graph graph, Output out, Field field, @Nullable Object value) {
        try {
            graph.put(out, value);
        } catch (Refusal e) {
            throw at(field, e);
        }
    }

    @Override
    public void readInto(Graph graph, Input in, Object object) throws ReflectiveOperationException {
        checkCount(in);
        for (int i = 0; i < fields.length; i++) {
            int id = graph.nextId();
            Object value = readOne(graph, in, i);
            if (value == ABSENT) {
                continue;
            }
            boolean fits = letters[i] != 0 || fields[i].getType().isInstance(value);
            fields[i].set(object, value == null || fits ? value : refit(graph, id, fields[i], value));
        }
    }

    /** Only of what was read here for the first time: what refers to it later gets the same object. */
    private static Object refit(Graph graph, int id, Field field, Object value) throws ReflectiveOperationException {
        Object made = graph.nextId() > id ? Refit.into(field, value) : null;
        if (made == null) {
            return value;
        }
        graph.replace(id, value.getClass(), made);
        return made;
    }

    @Nullable
    Object[] read(Graph graph, Input in) {
        checkCount(in);
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readOne(graph, in, i);
        }
        return values;
    }

    private void checkCount(Input in) {
        int count = in.readVarInt(true);
        if (count != fields.length) {
            throw new Refusal(type, Texts.otherFields(count, fields.length));
        }
    }

    private @Nullable Object readOne(Graph graph, Input in, int position) {
        if (letters[position] != 0) {
            return PrimitiveValues.read(in, letters[position]);
        }
        if (ifTheyCan[position] && !in.readBoolean()) {
            return ABSENT;
        }
        try {
            return graph.get(in);
        } catch (Refusal e) {
            throw at(fields[position], e);
        }
    }

    private static Refusal at(Field field, Refusal e) {
        Class<?> owner = field.getDeclaringClass();
        if (field.isSynthetic() && field.getName().startsWith("this$")) {
            e.blame(Texts.innerClassCapturesThis(owner, field.getType()));
        }
        return e.at(Words.className(owner) + "." + field.getName());
    }
}
