package io.mirai.codec.form;

import io.mirai.codec.jdk.JdkValue;
import io.mirai.codec.jdk.JdkValues;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The forms of the JDK's collections and values. */
final class JdkForms {

    private static final Map<String, Class<?>> CONTAINERS = new HashMap<>();

    static {
        CollectionForm.bases().forEach(type -> CONTAINERS.put(type.getName(), type));
        MapForm.bases().forEach(type -> CONTAINERS.put(type.getName(), type));
    }

    private JdkForms() {}

    /** How an object of a JDK class is written; null if nothing here knows it. */
    static @Nullable WireType find(Class<?> type) {
        WireType container = container(type.getName());
        if (container != null) {
            return container;
        }
        JdkValue value = JdkValues.byClass(type);
        return value != null ? of(value) : copyOfView(type);
    }

    /** The form of a JDK class by the name that is on the wire; null if nothing here knows it. */
    static @Nullable WireType byName(String name) {
        WireType container = container(name);
        if (container != null) {
            return container;
        }
        JdkValue value = JdkValues.byName(name);
        return value == null ? null : of(value);
    }

    private static WireType of(JdkValue value) {
        return WireType.named(value.type(), value.name(), new JdkForm(value));
    }

    private static @Nullable WireType container(String name) {
        Class<?> type = CONTAINERS.get(name);
        if (type == null) {
            return null;
        }
        WireType numbered = NumberedTypes.byClass(type);
        return numbered != null
                ? numbered
                : WireType.named(type, Map.class.isAssignableFrom(type) ? new MapForm(type) : new CollectionForm(type));
    }

    /**
     * Views into other collections (sublists, key sets, values, entries, descending and ranged views)
     * have no public constructor: they arrive as equal copies of their contents.
     */
    private static @Nullable WireType copyOfView(Class<?> type) {
        Class<?> copy = null;
        if (Map.Entry.class.isAssignableFrom(type)) {
            copy = AbstractMap.SimpleEntry.class;
        } else if (SortedMap.class.isAssignableFrom(type)) {
            copy = TreeMap.class;
        } else if (Map.class.isAssignableFrom(type)) {
            copy = LinkedHashMap.class;
        } else if (SortedSet.class.isAssignableFrom(type)) {
            copy = TreeSet.class;
        } else if (Set.class.isAssignableFrom(type)) {
            copy = LinkedHashSet.class;
        } else if (Collection.class.isAssignableFrom(type) && !Queue.class.isAssignableFrom(type)) {
            copy = ArrayList.class;
        }
        return copy == null ? null : byName(copy.getName());
    }
}
