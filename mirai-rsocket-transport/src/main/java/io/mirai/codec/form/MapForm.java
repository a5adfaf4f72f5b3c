package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import io.mirai.codec.rules.Texts;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A mutable map of the JDK, or of a user's class that extends one: the comparator of a sorted one,
 * the user's own fields, then keys and values in turn. An access-ordered {@link LinkedHashMap} keeps
 * the order that it has, but not the habit: nothing public tells it from an insertion-ordered one.
 */
final class MapForm extends Form {

    private static final Set<Class<?>> BASES = Set.of(
            HashMap.class,
            LinkedHashMap.class,
            Hashtable.class,
            WeakHashMap.class,
            IdentityHashMap.class,
            ConcurrentHashMap.class,
            TreeMap.class,
            ConcurrentSkipListMap.class);

    private final boolean sorted;
    private final Constructor<?> constructor;
    private final @Nullable Fields own;

    MapForm(Class<?> type) {
        Class<?> base = baseOf(type);
        if (base == null) {
            throw new IllegalArgumentException(type.getName());
        }
        this.sorted = SortedMap.class.isAssignableFrom(base);
        try {
            this.constructor =
                    Instances.constructor(type, sorted ? base.getConstructor(Comparator.class) : base.getConstructor());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        this.own = type == base ? null : Fields.below(base, type);
    }

    /** The JDK map that a class is or extends, if it is one of those that are known here. */
    static @Nullable Class<?> baseOf(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        return BASES.contains(base) ? base : null;
    }

    static Set<Class<?>> bases() {
        return BASES;
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        Map<?, ?> map = (Map<?, ?>) object;
        if (sorted) {
            try {
                graph.put(out, ((SortedMap<?, ?>) map).comparator());
            } catch (Refusal e) {
                throw e.at("comparator");
            }
        }
        if (own != null) {
            own.write(graph, out, object);
        }
        writeEntries(graph, out, map);
    }

    /** Counts after copying: a concurrent map may change in between. */
    static void writeEntries(Graph graph, Output out, Map<?, ?> map) {
        List<Object> keysAndValues = new ArrayList<>(2 * map.size());
        map.forEach((key, value) -> {
            keysAndValues.add(key);
            keysAndValues.add(value);
        });
        out.writeVarInt(keysAndValues.size() / 2, true);
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            try {
                graph.put(out, keysAndValues.get(i));
            } catch (Refusal e) {
                throw e.at("[key]");
            }
            try {
                graph.put(out, keysAndValues.get(i + 1));
            } catch (Refusal e) {
                throw e.at(Texts.valueOfKey(keysAndValues.get(i)));
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    Object read(Graph graph, Input in) throws Exception {
        long before = graph.budget().weight();
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>)
                (sorted ? constructor.newInstance(graph.get(in)) : constructor.newInstance());
        long comparator = graph.budget().weight() - before;
        graph.reference(map);
        if (own != null) {
            own.readInto(graph, in, map);
        }
        int count = graph.readCount(in, 2);
        Table table = new Table(graph.budget(), tableOf(map), count, comparator);
        for (int i = 0; i < count; i++) {
            Object key = graph.getKey(in, i, table);
            map.put(key, graph.getElement(in, i));
        }
        return map;
    }

    private static Table.Kind tableOf(Map<?, ?> map) {
        if (map instanceof SortedMap) {
            return Table.Kind.SORTED;
        }
        if (map instanceof Hashtable) {
            return Table.Kind.MODULO;
        }
        if (map instanceof WeakHashMap) {
            return Table.Kind.MASKED;
        }
        return map instanceof IdentityHashMap ? Table.Kind.IDENTITY : Table.Kind.HASHED;
    }
}
