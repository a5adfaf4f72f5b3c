package io.mirai.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections of the JDK, to a daemon and back. */
@Tag("jdk")
@SuppressWarnings("JdkObsolete") // users hold such collections
final class JdkCollectionTest {

    private final TwoSides sides = new TwoSides();

    @AfterEach
    void close() throws Exception {
        sides.close();
    }

    /** A collection; whether its class stays; whether it has an order. */
    record Case(String name, Object value, boolean sameClass) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case same(Object value) {
        return new Case(value.getClass().getSimpleName() + " " + value, value, true);
    }

    /** A view, which arrives as a copy. */
    private static Case copy(Object view) {
        return new Case(view.getClass().getSimpleName() + " " + view, view, false);
    }

    private static <T extends Collection<String>> T filled(T empty) {
        empty.addAll(List.of("b", "a", "c"));
        return empty;
    }

    private static <T extends Map<String, Integer>> T filledMap(T empty) {
        empty.put("b", 1);
        empty.put("a", 2);
        empty.put("c", 3);
        return empty;
    }

    static Stream<Case> collections() {
        TreeMap<String, Integer> tree = filledMap(new TreeMap<>());
        Map<String, Integer> hash = filledMap(new HashMap<>());
        List<Case> cases = new ArrayList<>(List.of(
                same(List.of()),
                same(List.of("a")),
                same(List.of(1, 2, 3)),
                same(List.copyOf(filled(new ArrayList<>()))),
                same(Stream.of("a", "b").toList()),
                same(Stream.of("a", null, "b").toList()),
                same(Set.of()),
                same(Set.of("a")),
                same(Set.of(1, 2, 3)),
                same(Map.of()),
                same(Map.of("a", 1)),
                same(Map.of("a", 1, "b", 2)),
                same(Map.entry("a", 1)),
                same(new AbstractMap.SimpleEntry<>("a", null)),
                same(new AbstractMap.SimpleImmutableEntry<>("a", 1)),
                copy(hash.entrySet().iterator().next()),
                copy(tree.firstEntry()),
                same(Collections.emptyList()),
                same(Collections.emptySet()),
                same(Collections.emptyMap()),
                copy(Collections.emptySortedSet()),
                copy(Collections.emptyNavigableMap()),
                same(Collections.singletonList(null)),
                same(Collections.singleton("x")),
                same(Collections.singletonMap("x", null)),
                same(Collections.nCopies(4, "x")),
                same(Collections.nCopies(0, "x")),
                same(filled(Collections.newSetFromMap(new ConcurrentHashMap<>()))),
                same(Collections.unmodifiableList(filled(new ArrayList<>()))),
                same(Collections.unmodifiableList(filled(new LinkedList<>()))),
                same(Collections.unmodifiableSet(filled(new HashSet<>()))),
                same(Collections.unmodifiableSortedSet(filled(new TreeSet<>()))),
                same(Collections.unmodifiableNavigableSet(filled(new TreeSet<>()))),
                same(Collections.unmodifiableMap(hash)),
                same(Collections.unmodifiableSortedMap(tree)),
                same(Collections.unmodifiableNavigableMap(tree)),
                same(Collections.synchronizedList(filled(new ArrayList<>()))),
                same(Collections.synchronizedList(filled(new LinkedList<>()))),
                same(Collections.synchronizedSet(filled(new HashSet<>()))),
                same(Collections.synchronizedSortedSet(filled(new TreeSet<>()))),
                same(Collections.synchronizedNavigableSet(filled(new TreeSet<>()))),
                same(Collections.synchronizedMap(hash)),
                same(Collections.synchronizedSortedMap(tree)),
                same(Collections.synchronizedNavigableMap(tree)),
                copy(Collections.checkedList(filled(new ArrayList<>()), String.class)),
                same(Arrays.asList("a", "b")),
                same(Arrays.asList(1, null))));
        cases.addAll(List.of(
                copy(filled(new ArrayList<>()).subList(1, 3)),
                copy(List.of(1, 2, 3, 4).subList(1, 3)),
                copy(Arrays.asList(1, 2, 3).subList(0, 2)),
                copy(hash.keySet()),
                copy(tree.keySet()),
                copy(hash.entrySet()),
                copy(tree.headMap("b")),
                copy(tree.descendingMap()),
                copy(filled(new TreeSet<>()).descendingSet()),
                copy(new ConcurrentHashMap<>(hash).keySet()),
                same(filled(new ArrayList<>())),
                same(filled(new LinkedList<>())),
                same(filled(new Vector<>())),
                same(filled(new Stack<>())),
                same(filled(new HashSet<>())),
                same(filled(new LinkedHashSet<>())),
                same(filled(new TreeSet<>())),
                same(filled(new TreeSet<>(Comparator.<String>reverseOrder()))),
                same(filled(new CopyOnWriteArrayList<>())),
                same(filled(new CopyOnWriteArraySet<>())),
                same(filled(new ConcurrentSkipListSet<>())),
                same(filled(ConcurrentHashMap.newKeySet())),
                same(EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS)),
                same(EnumSet.noneOf(TimeUnit.class)),
                same(EnumSet.allOf(TimeUnit.class)),
                same(new EnumMap<>(Map.of(TimeUnit.DAYS, 1))),
                same(new EnumMap<>(TimeUnit.class)),
                same(filledMap(new HashMap<>())),
                same(filledMap(new LinkedHashMap<>())),
                same(tree),
                same(filledMap(new TreeMap<>(Comparator.<String>reverseOrder()))),
                same(filledMap(new Hashtable<>())),
                same(filledMap(new WeakHashMap<>())),
                same(filledMap(new ConcurrentHashMap<>())),
                same(filledMap(new ConcurrentSkipListMap<>()))));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("collections")
    void run_collection_comesBackEqual(Case each) throws Exception {
        Object value = each.value();
        Object back = sides.run(() -> value);
        assertThat(back).isEqualTo(value);
        assertThat(back.toString().length()).isEqualTo(value.toString().length());
        if (each.sameClass()) {
            assertThat(back.getClass()).isSameAs(value.getClass());
        }
        Object[] array = {value, value};
        Object[] backArray = (Object[]) sides.run(() -> array);
        assertThat(backArray[1]).isSameAs(backArray[0]).isEqualTo(value);
    }

    /** These have no equals of their own. */
    static Stream<Collection<String>> byElements() {
        return Stream.of(
                filled(new ArrayDeque<>()),
                filled(new PriorityQueue<>()),
                filled(new PriorityQueue<>(Comparator.<String>reverseOrder())),
                filled(new ConcurrentLinkedQueue<>()),
                filled(new ConcurrentLinkedDeque<>()),
                filled(new LinkedBlockingQueue<>(5)),
                filled(new LinkedBlockingDeque<>(5)),
                filled(new ArrayBlockingQueue<>(5)),
                filled(new LinkedTransferQueue<>()),
                filled(new PriorityBlockingQueue<>()),
                Collections.unmodifiableCollection(filled(new ArrayList<>())),
                Collections.synchronizedCollection(filled(new ArrayList<>())),
                Collections.asLifoQueue(filled(new ArrayDeque<>())));
    }

    @ParameterizedTest
    @MethodSource("byElements")
    void run_collectionWithoutEquals_hasTheSameElements(Collection<String> value) throws Exception {
        Object back = sides.run(() -> value);
        assertThat(back.getClass()).isSameAs(value.getClass());
        assertThat(((Collection<?>) back).toArray()).containsExactly(value.toArray());
    }

    @Test
    void run_valuesOfMap_comeBackInOrder() throws Exception {
        Collection<Integer> values = filledMap(new LinkedHashMap<>()).values();
        assertThat((Collection<?>) sides.run(() -> values)).hasToString("[1, 2, 3]");
    }

    @Test
    void run_identityHashMap_comparesByIdentity() throws Exception {
        String key = "k";
        IdentityHashMap<Object, Integer> map = new IdentityHashMap<>();
        map.put(key, 1);
        Object[] both = {map, key};
        assertThat(sides.run(() -> ((Map<?, ?>) both[0]).get(both[1]))).isEqualTo(1);
        Object[] back = (Object[]) sides.run(() -> both);
        assertThat(back[0]).isInstanceOf(IdentityHashMap.class);
        assertThat(((Map<?, ?>) back[0]).get(back[1])).isEqualTo(1);
    }

    @Test
    void run_boundedQueue_keepsItsBound() throws Exception {
        ArrayBlockingQueue<String> queue = filled(new ArrayBlockingQueue<>(5));
        assertThat(((ArrayBlockingQueue<?>) sides.run(() -> queue)).remainingCapacity())
                .isEqualTo(2);
    }

    @Test
    @SuppressWarnings("unchecked")
    void run_unmodifiableList_staysUnmodifiableAndShares() throws Exception {
        List<String> inner = filled(new ArrayList<>());
        Object[] both = {inner, Collections.unmodifiableList(inner)};
        Object[] back = (Object[]) sides.run(() -> both);
        ((List<String>) back[0]).add("later");
        assertThat((List<String>) back[1]).contains("later");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((List<String>) back[1]).add("x"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void run_listOf_refusesNullAsBefore() throws Exception {
        List<String> back = (List<String>) sides.run(() -> List.of("a"));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> back.contains(null));
        assertThat(((List<String>) sides.run(() -> Stream.of("a").toList())).contains(null))
                .isFalse();
    }

    @Test
    @SuppressWarnings("unchecked")
    void run_sortedMapWithComparatorOfUser_keepsIt() throws Exception {
        Comparator<String> byLength = (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
        NavigableMap<String, Integer> map = new TreeMap<>(byLength);
        map.put("aaa", 1);
        map.put("b", 2);
        Map<String, Integer> view = map.tailMap("aa", true);
        NavigableMap<String, Integer> back = (NavigableMap<String, Integer>) sides.run(() -> view);
        assertThat(back.put("ccc", 3)).isEqualTo(1);
    }

    @Test
    void run_entryOfNestedObjects_keepsThem() throws Exception {
        Map<String, List<Map<Integer, Set<String>>>> deep = Map.of("a", List.of(Map.of(1, Set.of("x"))));
        assertThat(sides.run(() -> deep)).isEqualTo(deep);
    }
}
