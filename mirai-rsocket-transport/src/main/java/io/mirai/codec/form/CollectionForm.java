package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.Table;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * A mutable collection of the JDK, or of a user's class that extends one: what its constructor needs, the elements, then what
 * the user's classes add. What they override is not called, see {@link Base}.
 */
final class CollectionForm extends Form {

    private enum Needs {
        NOTHING,
        COMPARATOR,
        CAPACITY
    }

    /** How a collection is made, and the method that puts an element into it and asks no other that a class may override. */
    private record Kind(Needs needs, String adding) {}

    private static final Map<Class<?>, Kind> BASES = Map.ofEntries(
            Map.entry(ArrayList.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(LinkedList.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(Vector.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(Stack.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(ArrayDeque.class, new Kind(Needs.NOTHING, "addLast")),
            Map.entry(HashSet.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(LinkedHashSet.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(TreeSet.class, new Kind(Needs.COMPARATOR, "add")),
            Map.entry(PriorityQueue.class, new Kind(Needs.COMPARATOR, "offer")),
            Map.entry(CopyOnWriteArrayList.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(CopyOnWriteArraySet.class, new Kind(Needs.NOTHING, "add")),
            Map.entry(ConcurrentLinkedQueue.class, new Kind(Needs.NOTHING, "offer")),
            Map.entry(ConcurrentLinkedDeque.class, new Kind(Needs.NOTHING, "offerLast")),
            Map.entry(ConcurrentSkipListSet.class, new Kind(Needs.COMPARATOR, "add")),
            Map.entry(ArrayBlockingQueue.class, new Kind(Needs.CAPACITY, "offer")),
            Map.entry(LinkedBlockingQueue.class, new Kind(Needs.CAPACITY, "offer")),
            Map.entry(LinkedBlockingDeque.class, new Kind(Needs.CAPACITY, "offerLast")),
            Map.entry(LinkedTransferQueue.class, new Kind(Needs.NOTHING, "offer")),
            Map.entry(PriorityBlockingQueue.class, new Kind(Needs.COMPARATOR, "offer")));

    private final Class<?> type;
    private final Needs needs;
    private final Constructor<?> constructor;
    private final @Nullable Past past;
    private final @Nullable OwnPart own;

    CollectionForm(Class<?> type) {
        Class<?> base = Instances.nearestPlatformClass(type);
        Kind kind = BASES.get(base);
        if (kind == null) {
            throw new IllegalArgumentException(type.getName());
        }
        this.type = type;
        this.needs = kind.needs;
        this.constructor = Instances.constructor(type, constructorOf(base, needs));
        this.past = type == base ? null : Past.of(new Base(base, type), base, kind);
        this.own = type == base ? null : OwnPart.below(base, type);
    }

    /** The base's methods, past those that a user's class overrides. */
    private record Past(Base.Method adding, Base.Method listing, Base.@Nullable Method comparator) {

        static Past of(Base methods, Class<?> base, Kind kind) {
            Class<?> added = kind.adding.equals("addLast") ? void.class : boolean.class;
            Base.Method adding = base == CopyOnWriteArrayList.class
                    ? methods.method("addAll", boolean.class, Collection.class)
                    : methods.method(kind.adding, added, Object.class);
            Base.Method listing = SortedSet.class.isAssignableFrom(base)
                    ? methods.method("iterator", Iterator.class)
                    : methods.method("toArray", Object[].class);
            return new Past(
                    adding,
                    listing,
                    kind.needs == Needs.COMPARATOR ? methods.method("comparator", Comparator.class) : null);
        }
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
        Object[] elements = elements((Collection<?>) object);
        if (needs == Needs.COMPARATOR) {
            writeComparator(graph, out, comparatorOf(object));
        } else if (needs == Needs.CAPACITY) {
            long capacity = (long) elements.length + ((BlockingQueue<?>) object).remainingCapacity();
            out.writeVarInt((int) Math.min(capacity, Integer.MAX_VALUE), true);
        }
        graph.putElements(out, elements);
        if (own != null) {
            own.write(graph, out, object);
        }
    }

    private Object[] elements(Collection<?> collection) throws InvocationTargetException {
        Object listed = past == null ? collection.toArray() : past.listing.call(collection);
        if (listed instanceof Object[] array) {
            return array;
        }
        List<Object> elements = new ArrayList<>();
        ((Iterator<?>) Objects.requireNonNull(listed)).forEachRemaining(elements::add);
        return elements.toArray();
    }

    private @Nullable Object comparatorOf(Object collection) throws InvocationTargetException {
        if (past != null && past.comparator != null) {
            return past.comparator.call(collection);
        }
        if (collection instanceof SortedSet<?> sorted) {
            return sorted.comparator();
        }
        return collection instanceof PriorityQueue<?> queue
                ? queue.comparator()
                : ((PriorityBlockingQueue<?>) collection).comparator();
    }

    /** The collection is made with it, so it may not refer to the collection. */
    static void writeComparator(Graph graph, Output out, @Nullable Object comparator) {
        int withheld = graph.withhold();
        try {
            graph.put(out, comparator);
        } catch (Refusal e) {
            throw e.at("comparator");
        } finally {
            graph.release(withheld);
        }
    }

    @Override
    Object read(Graph graph, Input in) throws Exception {
        long before = graph.budget().weight();
        Object collection = create(graph, in);
        long comparing = graph.budget().weight() - before;
        graph.reference(collection);
        if (collection instanceof CopyOnWriteArrayList) {
            add(collection, Arrays.asList(graph.getElements(in))); // one by one would copy it each time
        } else {
            fill(graph, in, collection, comparing);
        }
        if (own != null) {
            own.readInto(graph, in, collection);
        }
        return collection;
    }

    private void fill(Graph graph, Input in, Object collection, long comparing) throws Exception {
        int count = graph.readCount(in, 1);
        Table.Kind kind = tableOf(collection);
        if (kind == null) {
            for (int i = 0; i < count; i++) {
                if (!add(collection, graph.getElement(in, i))) {
                    throw new Refusal(type, Texts.elementRefused(i));
                }
            }
            return;
        }
        Filling filling = new Filling(graph, collection, kind, count, comparing, (into, key, value) -> add(into, key));
        for (int i = 0; i < count; i++) {
            filling.readKey(in, i);
            filling.add(null);
        }
        filling.end();
    }

    /** Adds an element, or all elements of a collection that would otherwise copy itself for each. */
    @SuppressWarnings("unchecked") // whatever it is to hold
    private boolean add(Object collection, @Nullable Object element) throws InvocationTargetException {
        if (past != null) {
            return !Boolean.FALSE.equals(past.adding.call(collection, element));
        }
        Collection<@Nullable Object> plain = (Collection<@Nullable Object>) collection;
        return plain instanceof CopyOnWriteArrayList
                ? plain.addAll((Collection<?>) Objects.requireNonNull(element))
                : plain.add(element);
    }

    private Table.@Nullable Kind tableOf(Object collection) {
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
            Object ordering = graph.get(in);
            return constructor.getParameterCount() == 2
                    ? constructor.newInstance(11, ordering)
                    : constructor.newInstance(ordering);
        }
        int capacity = in.readVarInt(true);
        if (constructor.getDeclaringClass() == ArrayBlockingQueue.class) {
            graph.checkCapacity(capacity);
        }
        return constructor.newInstance(capacity);
    }
}
