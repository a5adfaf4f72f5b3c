package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import io.mirai.codec.stream.JdkState;
import io.mirai.codec.stream.MapFeed;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A mutable map of the JDK, or of a user's class that extends one: what its constructor needs, keys and values in turn, then what
 * the user's classes add. What they override is not called, see {@link Base}.
 */
final class MapForm extends Form {

    private enum Needs {
        NOTHING,
        COMPARATOR,
        ACCESS_ORDER,
        KEY_TYPE
    }

    private static final Map<Class<?>, Needs> BASES = Map.of(
            HashMap.class, Needs.NOTHING,
            LinkedHashMap.class, Needs.ACCESS_ORDER,
            Hashtable.class, Needs.NOTHING,
            WeakHashMap.class, Needs.NOTHING,
            IdentityHashMap.class, Needs.NOTHING,
            ConcurrentHashMap.class, Needs.NOTHING,
            TreeMap.class, Needs.COMPARATOR,
            ConcurrentSkipListMap.class, Needs.COMPARATOR,
            EnumMap.class, Needs.KEY_TYPE);

    private static final int CONSTANTS_PER_UNIT = 4;
    private static final int DEFAULT_CAPACITY = 16;
    private static final float DEFAULT_LOAD = 0.75f;

    private final Needs needs;
    private final Constructor<?> constructor;
    private final @Nullable Past past;
    private final @Nullable OwnPart own;

    MapForm(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        Needs known = BASES.get(base);
        if (known == null) {
            throw new IllegalArgumentException(type.getName());
        }
        this.needs = known;
        try {
            this.constructor = Instances.constructor(type, base.getConstructor(parameters(needs)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        this.past = type == base ? null : Past.of(new Base(base, type), needs);
        this.own = type == base ? null : OwnPart.below(base, type);
    }

    /** The base's methods, past those that a user's class overrides. */
    private record Past(Base.@Nullable Method putting, Base.Method listing, Base.@Nullable Method comparator) {

        static Past of(Base methods, Needs needs) {
            boolean asksForEldest = needs == Needs.ACCESS_ORDER;
            Class<?> key = needs == Needs.KEY_TYPE ? Enum.class : Object.class;
            return new Past(
                    asksForEldest ? null : methods.method("put", Object.class, key, Object.class),
                    needs == Needs.KEY_TYPE
                            ? methods.method("entrySet", Set.class)
                            : methods.method("forEach", void.class, BiConsumer.class),
                    needs == Needs.COMPARATOR ? methods.method("comparator", Comparator.class) : null);
        }
    }

    /** Puts all entries at once, see {@link MapFeed}. */
    private static final class AtOnce implements Filling.Putting {

        private final List<@Nullable Object> keysAndValues = new ArrayList<>();

        @Override
        public void put(Object table, @Nullable Object key, @Nullable Object value) {
            keysAndValues.add(key);
            keysAndValues.add(value);
        }

        @Override
        public void end(Object table) throws Exception {
            MapFeed.fill((Map<?, ?>) table, keysAndValues);
        }
    }

    private static Class<?>[] parameters(Needs needs) {
        return switch (needs) {
            case NOTHING -> new Class<?>[0];
            case COMPARATOR -> new Class<?>[] {Comparator.class};
            case ACCESS_ORDER -> new Class<?>[] {int.class, float.class, boolean.class};
            case KEY_TYPE -> new Class<?>[] {Class.class};
        };
    }

    /** The JDK map that a class is or extends, if it is one of those that are known here. */
    static @Nullable Class<?> baseOf(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        return BASES.containsKey(base) ? base : null;
    }

    static Set<Class<?>> bases() {
        return BASES.keySet();
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        if (needs == Needs.COMPARATOR) {
            CollectionForm.writeComparator(graph, out, comparatorOf(object));
        } else if (needs == Needs.ACCESS_ORDER) {
            out.writeBoolean(Boolean.TRUE.equals(JdkState.of(LinkedHashMap.class, "accessOrder", object)));
        } else if (needs == Needs.KEY_TYPE) {
            graph.put(out, JdkState.of(EnumMap.class, "keyType", object));
        }
        List<@Nullable Object> keysAndValues = keysAndValues((Map<?, ?>) object);
        out.writeVarInt(keysAndValues.size() / 2, true); // after copying: a concurrent map may change in between
        boolean complete = true;
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            complete &= writeKey(graph, out, keysAndValues.get(i));
            writeValue(graph, out, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
        if (!complete) {
            graph.fillLater(new Told(object));
        }
        if (own != null) {
            own.write(graph, out, object);
        }
    }

    private List<@Nullable Object> keysAndValues(Map<?, ?> map) throws InvocationTargetException {
        List<@Nullable Object> all = new ArrayList<>();
        BiConsumer<@Nullable Object, @Nullable Object> adding = (key, value) -> {
            all.add(key);
            all.add(value);
        };
        if (past == null) {
            map.forEach(adding);
        } else if (needs == Needs.KEY_TYPE) {
            for (Object each : (Set<?>) Objects.requireNonNull(past.listing.call(map))) {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
                adding.accept(entry.getKey(), entry.getValue());
            }
        } else {
            past.listing.call(map, adding);
        }
        return all;
    }

    private @Nullable Object comparatorOf(Object map) throws InvocationTargetException {
        return past != null && past.comparator != null
                ? past.comparator.call(map)
                : ((SortedMap<?, ?>) map).comparator();
    }

    /** Answers whether the key will be complete when the map is read. */
    private static boolean writeKey(Graph graph, Output out, @Nullable Object key) {
        try {
            graph.put(out, key);
            return graph.isComplete();
        } catch (Refusal e) {
            throw e.at("[key]");
        }
    }

    private static void writeValue(Graph graph, Output out, @Nullable Object key, @Nullable Object value) {
        try {
            graph.put(out, value);
        } catch (Refusal e) {
            throw e.at(Texts.valueOfKey(key));
        }
    }

    /** A map that will wait for its keys when it is read: there is nothing to fill now. */
    private record Told(Object table) implements Waiting {

        @Override
        public void fill() {}
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        long before = graph.budget().weight();
        Object map = create(graph, in);
        long comparing = graph.budget().weight() - before;
        graph.reference(map);
        int count = graph.readCount(in, 2);
        Filling filling = new Filling(graph, map, tableOf(map), count, comparing, putting());
        for (int i = 0; i < count; i++) {
            filling.readKey(in, i);
            filling.add(graph.getElement(in, i));
        }
        filling.end();
        if (own != null) {
            own.readInto(graph, in, map);
        }
        return map;
    }

    @SuppressWarnings("unchecked") // whatever it is to hold
    private Filling.Putting putting() {
        if (past == null) {
            return (map, key, value) -> ((Map<@Nullable Object, @Nullable Object>) map).put(key, value);
        }
        return past.putting == null ? new AtOnce() : past.putting::call;
    }

    private Object create(Graph graph, Input in) throws ReflectiveOperationException {
        return switch (needs) {
            case NOTHING -> constructor.newInstance();
            case COMPARATOR -> constructor.newInstance(graph.get(in));
            case ACCESS_ORDER -> constructor.newInstance(DEFAULT_CAPACITY, DEFAULT_LOAD, in.readBoolean());
            case KEY_TYPE -> constructor.newInstance(keyType(graph, in));
        };
    }

    private static Class<?> keyType(Graph graph, Input in) {
        if (!(graph.get(in) instanceof Class<?> type && type.isEnum())) {
            throw Refusal.noHeader(EnumMap.class);
        }
        ClassList.admit(graph.direction(), type);
        Object[] constants = type.getEnumConstants();
        if (!graph.direction().toDaemon) {
            graph.checkCapacity(constants.length / CONSTANTS_PER_UNIT);
        }
        return type;
    }

    private static Table.Kind tableOf(Object map) {
        if (map instanceof SortedMap) {
            return Table.Kind.SORTED;
        }
        if (map instanceof Hashtable) {
            return Table.Kind.MODULO;
        }
        if (map instanceof WeakHashMap) {
            return Table.Kind.MASKED;
        }
        return map instanceof IdentityHashMap || map instanceof EnumMap ? Table.Kind.IDENTITY : Table.Kind.HASHED;
    }
}
