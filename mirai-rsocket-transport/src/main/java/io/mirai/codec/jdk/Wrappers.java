package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What the factory methods of {@link List}, {@link Set}, {@link Map}, {@link Collections}, {@link
 * Arrays} and {@link Comparator} return. These classes have no public name, so each goes by the name
 * of its implementation; a wrapper is sent with the very collection that it wraps.
 */
@SuppressWarnings("unchecked") // parts are what the writer put there; a stranger's cause an exception when used
final class Wrappers {

    static final JdkTable TABLE = new JdkTable();

    static {
        immutables();
        singles();
        unmodifiables();
        synchronizeds();
        comparators();
        add("Collections$SetFromMap", Wrappers::wrapped, p -> setFromMap((Map<Object, Boolean>) p[0]));
        add("Collections$AsLIFOQueue", Wrappers::wrapped, p -> Collections.asLifoQueue((Deque<?>) p[0]));
        add("Arrays$ArrayList", Wrappers::wrapped, p -> Arrays.asList((Object[]) p[0]));
        add(
                "Collections$CopiesList",
                (List<?> l) -> parts(l.size(), l.isEmpty() ? null : l.get(0)),
                p -> Collections.nCopies((int) p[0], p[1]));
    }

    private Wrappers() {}

    /** Whether a name is one of a class inside the factories' own. */
    static boolean areIn(String name) {
        return name.startsWith("java.util.Collections$")
                || name.startsWith("java.util.Comparators$")
                || name.startsWith("java.util.ImmutableCollections$")
                || name.startsWith("java.util.Arrays$");
    }

    private static <T> void add(String name, JdkValue.Taking<T> taking, JdkValue.Making making) {
        String full = "java.util." + name;
        TABLE.add(Object.class, full, taking, making);
    }

    private static void immutables() {
        for (String name : List.of("ListN", "List12", "SubList")) {
            add("ImmutableCollections$" + name, Wrappers::takeList, Wrappers::makeList);
        }
        for (String name : List.of("SetN", "Set12")) {
            add("ImmutableCollections$" + name, (Set<?> s) -> s.toArray(), Set::of);
        }
        for (String name : List.of("MapN", "Map1")) {
            add(
                    "ImmutableCollections$" + name,
                    (Map<?, ?> m) -> parts(new HashMap<>(m)),
                    p -> Map.copyOf((Map<?, ?>) p[0]));
        }
    }

    /** {@code Stream.toList()} may hold nulls, {@code List.of} does not even let one ask for them. */
    private static @Nullable Object[] takeList(List<?> list) {
        boolean nullable;
        try {
            nullable = list.contains(null) || !list.isEmpty();
        } catch (NullPointerException e) {
            nullable = false;
        }
        return parts(nullable, list.toArray());
    }

    private static Object makeList(Object[] p) {
        Object[] elements = (Object[]) p[1];
        return (boolean) p[0] ? Arrays.stream(elements).toList() : List.of(elements);
    }

    private static void singles() {
        add("Collections$EmptyList", o -> parts(), p -> Collections.EMPTY_LIST);
        add("Collections$EmptySet", o -> parts(), p -> Collections.EMPTY_SET);
        add("Collections$EmptyMap", o -> parts(), p -> Collections.EMPTY_MAP);
        add("Collections$SingletonList", (List<?> l) -> l.toArray(), p -> Collections.singletonList(p[0]));
        add("Collections$SingletonSet", (Set<?> s) -> s.toArray(), p -> Collections.singleton(p[0]));
        add(
                "Collections$SingletonMap",
                (Map<?, ?> m) -> parts(
                        m.keySet().iterator().next(), m.values().iterator().next()),
                p -> Collections.singletonMap(p[0], p[1]));
    }

    private static void unmodifiables() {
        for (String name : List.of("Collection", "SequencedCollection")) {
            wrapper("Unmodifiable" + name, p -> Collections.unmodifiableCollection((Collection<?>) p[0]));
        }
        for (String name : List.of("List", "RandomAccessList")) {
            wrapper("Unmodifiable" + name, p -> Collections.unmodifiableList((List<?>) p[0]));
        }
        for (String name : List.of("Set", "SequencedSet")) {
            wrapper("Unmodifiable" + name, p -> Collections.unmodifiableSet((Set<?>) p[0]));
        }
        wrapper("UnmodifiableSortedSet", p -> Collections.unmodifiableSortedSet((SortedSet<?>) p[0]));
        wrapper("UnmodifiableNavigableSet", p -> Collections.unmodifiableNavigableSet((NavigableSet<?>) p[0]));
        for (String name : List.of("Map", "SequencedMap")) {
            wrapper("Unmodifiable" + name, p -> Collections.unmodifiableMap((Map<?, ?>) p[0]));
        }
        wrapper("UnmodifiableSortedMap", p -> Collections.unmodifiableSortedMap((SortedMap<?, ?>) p[0]));
        wrapper("UnmodifiableNavigableMap", p -> Collections.unmodifiableNavigableMap((NavigableMap<?, ?>) p[0]));
    }

    private static void synchronizeds() {
        wrapper("SynchronizedCollection", p -> Collections.synchronizedCollection((Collection<?>) p[0]));
        for (String name : List.of("List", "RandomAccessList")) {
            wrapper("Synchronized" + name, p -> Collections.synchronizedList((List<?>) p[0]));
        }
        wrapper("SynchronizedSet", p -> Collections.synchronizedSet((Set<?>) p[0]));
        wrapper("SynchronizedSortedSet", p -> Collections.synchronizedSortedSet((SortedSet<?>) p[0]));
        wrapper("SynchronizedNavigableSet", p -> Collections.synchronizedNavigableSet((NavigableSet<?>) p[0]));
        wrapper("SynchronizedMap", p -> Collections.synchronizedMap((Map<?, ?>) p[0]));
        wrapper("SynchronizedSortedMap", p -> Collections.synchronizedSortedMap((SortedMap<?, ?>) p[0]));
        wrapper("SynchronizedNavigableMap", p -> Collections.synchronizedNavigableMap((NavigableMap<?, ?>) p[0]));
    }

    private static void wrapper(String name, JdkValue.Making making) {
        add("Collections$" + name, Wrappers::wrapped, making);
    }

    private static void comparators() {
        add("Collections$ReverseComparator", o -> parts(), p -> Collections.reverseOrder());
        add(
                "Collections$ReverseComparator2",
                (Comparator<?> c) -> parts(Collections.reverseOrder(c)),
                p -> Collections.reverseOrder((Comparator<?>) p[0]));
        add("Comparators$NullComparator", Wrappers::takeNullComparator, Wrappers::makeNullComparator);
    }

    private static @Nullable Object[] takeNullComparator(Comparator<Object> comparator) {
        List<Object> real = Peek.into(comparator).parts();
        return parts(comparator.compare(null, "") < 0, real.isEmpty() ? null : real.get(0));
    }

    private static Object makeNullComparator(Object[] p) {
        return (boolean) p[0]
                ? Comparator.nullsFirst((Comparator<?>) p[1])
                : Comparator.nullsLast((Comparator<?>) p[1]);
    }

    private static @Nullable Object[] wrapped(Object wrapper) {
        return parts(Peek.into(wrapper).parts().get(0));
    }

    /** The factory wants an empty map. */
    private static Set<Object> setFromMap(Map<Object, Boolean> map) {
        List<Object> elements = new ArrayList<>(map.keySet());
        map.clear();
        Set<Object> set = Collections.newSetFromMap(map);
        set.addAll(elements);
        return set;
    }
}
