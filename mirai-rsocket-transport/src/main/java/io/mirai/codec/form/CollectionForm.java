package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import io.mirai.codec.rules.Texts;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A mutable collection of the JDK, or of a user's class that extends one: what its constructor needs,
 * the user's own fields, then the elements, which are added one by one.
 */
final class CollectionForm extends Form {

    private enum Needs {
        NOTHING,
        COMPARATOR,
        CAPACITY
    }

    private static final Map<Class<?>, Needs> BASES = Map.ofEntries(
            Map.entry(ArrayList.class, Needs.NOTHING),
            Map.entry(LinkedList.class, Needs.NOTHING),
            Map.entry(Vector.class, Needs.NOTHING),
            Map.entry(Stack.class, Needs.NOTHING),
            Map.entry(ArrayDeque.class, Needs.NOTHING),
            Map.entry(HashSet.class, Needs.NOTHING),
            Map.entry(LinkedHashSet.class, Needs.NOTHING),
            Map.entry(TreeSet.class, Needs.COMPARATOR),
            Map.entry(PriorityQueue.class, Needs.COMPARATOR),
            Map.entry(CopyOnWriteArrayList.class, Needs.NOTHING),
            Map.entry(CopyOnWriteArraySet.class, Needs.NOTHING),
            Map.entry(ConcurrentLinkedQueue.class, Needs.NOTHING),
            Map.entry(ConcurrentLinkedDeque.class, Needs.NOTHING),
            Map.entry(ConcurrentSkipListSet.class, Needs.COMPARATOR),
            Map.entry(ArrayBlockingQueue.class, Needs.CAPACITY),
            Map.entry(LinkedBlockingQueue.class, Needs.CAPACITY),
            Map.entry(LinkedBlockingDeque.class, Needs.CAPACITY),
            Map.entry(LinkedTransferQueue.class, Needs.NOTHING),
            Map.entry(PriorityBlockingQueue.class, Needs.COMPARATOR));

    private final Class<?> type;
    private final Needs needs;
    private final Constructor<?> constructor;
    private final @Nullable Fields own;

    CollectionForm(Class<?> type) {
        Class<?> base = baseOf(type);
        if (base == null) {
            throw new IllegalArgumentException(type.getName());
        }
        this.type = type;
        this.needs = BASES.getOrDefault(base, Needs.NOTHING);
        this.constructor = Instances.constructor(type, constructorOf(base, needs));
        this.own = type == base ? null : Fields.below(base, type);
    }

    /** The JDK collection that a class is or extends, if it is one of those that are known here. */
    static @Nullable Class<?> baseOf(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        return BASES.containsKey(base) ? base : null;
    }

    static Set<Class<?>> bases() {
        return BASES.keySet();
    }

    private static Constructor<?> constructorOf(Class<?> base, Needs needs) {
        try {
            if (needs == Needs.NOTHING) {
                return base.getConstructor();
            }
            if (needs == Needs.CAPACITY) {
                return base.getConstructor(int.class);
            }
            return base == PriorityBlockingQueue.class
                    ? base.getConstructor(int.class, Comparator.class)
                    : base.getConstructor(Comparator.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void write(Graph graph, Output out, Object object) throws Exception {
        Collection<?> collection = (Collection<?>) object;
        Object[] elements = collection.toArray();
        if (needs == Needs.COMPARATOR) {
            try {
                graph.put(out, comparatorOf(collection));
            } catch (Refusal e) {
                throw e.at("comparator");
            }
        } else if (needs == Needs.CAPACITY) {
            long capacity = (long) elements.length + ((BlockingQueue<?>) object).remainingCapacity();
            out.writeVarInt((int) Math.min(capacity, Integer.MAX_VALUE), true);
        }
        if (own != null) {
            own.write(graph, out, object);
        }
        graph.putElements(out, elements);
    }

    private static @Nullable Object comparatorOf(Collection<?> collection) {
        if (collection instanceof SortedSet<?> sorted) {
            return sorted.comparator();
        }
        return collection instanceof PriorityQueue<?> queue
                ? queue.comparator()
                : ((PriorityBlockingQueue<?>) collection).comparator();
    }

    @Override
    @SuppressWarnings("unchecked")
    Object read(Graph graph, Input in) throws Exception {
        long before = graph.budget().weight();
        Collection<@Nullable Object> collection = (Collection<@Nullable Object>) create(graph, in);
        long comparator = graph.budget().weight() - before;
        graph.reference(collection);
        if (own != null) {
            own.readInto(graph, in, collection);
        }
        if (collection instanceof CopyOnWriteArrayList) {
            collection.addAll(Arrays.asList(graph.getElements(in))); // one by one would copy it each time
            return collection;
        }
        int count = graph.readCount(in, 1);
        Table.Kind kind = tableOf(collection);
        Table table = kind == null ? null : new Table(graph.budget(), kind, count, comparator);
        for (int i = 0; i < count; i++) {
            Object element = table != null ? graph.getKey(in, i, table) : graph.getElement(in, i);
            if (!collection.add(element) && !(collection instanceof Set)) {
                throw new Refusal(type, Texts.elementRefused(i));
            }
        }
        return collection;
    }

    private Table.@Nullable Kind tableOf(Collection<?> collection) {
        if (needs == Needs.COMPARATOR) {
            return Table.Kind.SORTED;
        }
        if (collection instanceof CopyOnWriteArraySet) {
            return Table.Kind.SCANNED;
        }
        return collection instanceof Set ? Table.Kind.HASHED : null;
    }

    private Object create(Graph graph, Input in) throws ReflectiveOperationException {
        if (needs == Needs.NOTHING) {
            return constructor.newInstance();
        }
        if (needs == Needs.COMPARATOR) {
            Object comparator = graph.get(in);
            return constructor.getParameterCount() == 2
                    ? constructor.newInstance(11, comparator)
                    : constructor.newInstance(comparator);
        }
        int capacity = in.readVarInt(true);
        if (constructor.getDeclaringClass() == ArrayBlockingQueue.class) {
            graph.checkCapacity(capacity);
        }
        return constructor.newInstance(capacity);
    }
}
