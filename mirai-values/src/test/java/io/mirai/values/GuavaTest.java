package io.mirai.values;

import com.google.common.base.Equivalence;
import com.google.common.base.Optional;
import com.google.common.base.Suppliers;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ArrayTable;
import com.google.common.collect.BiMap;
import com.google.common.collect.Collections2;
import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.ContiguousSet;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.EnumBiMap;
import com.google.common.collect.EnumMultiset;
import com.google.common.collect.EvictingQueue;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.ImmutableRangeMap;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Iterables;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.LinkedListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import com.google.common.collect.MinMaxPriorityQueue;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Multisets;
import com.google.common.collect.Ordering;
import com.google.common.collect.Range;
import com.google.common.collect.Sets;
import com.google.common.collect.TreeBasedTable;
import com.google.common.collect.TreeMultimap;
import com.google.common.collect.TreeMultiset;
import com.google.common.collect.TreeRangeMap;
import com.google.common.collect.TreeRangeSet;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.MutableGraph;
import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import com.google.common.hash.Hashing;
import com.google.common.math.Stats;
import com.google.common.net.HostAndPort;
import com.google.common.net.InternetDomainName;
import com.google.common.net.MediaType;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import com.google.common.primitives.UnsignedLong;
import com.google.common.reflect.TypeToken;
import com.google.common.util.concurrent.AtomicDouble;
import com.google.common.util.concurrent.AtomicLongMap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@SuppressWarnings({"deprecation", "rawtypes", "UnnecessaryLambda"}) // users hold such values
class GuavaTest extends ValueTest {

    private static final Comparator<String> BY_LENGTH =
            Comparator.comparing((Function<String, Integer> & Serializable) String::length);

    private interface SerializableFunction<A, B> extends com.google.common.base.Function<A, B>, Serializable {}

    private interface SerializablePredicate<A> extends com.google.common.base.Predicate<A>, Serializable {}

    private static final SerializableFunction<Integer, Integer> NEXT = x -> x + 1;
    private static final SerializablePredicate<Integer> ODD = x -> x % 2 != 0;

    @Override
    protected Stream<Value> values() {
        return Stream.of(lists(), sets(), maps(), multi(), ranges(), views(), others(), cycles())
                .flatMap(each -> each);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static Stream<Value> lists() {
        return Stream.of(
                Value.of("ImmutableList", ImmutableList.of("b", "a", "b")),
                Value.single("empty ImmutableList", () -> ImmutableList.of()),
                Value.of("ImmutableList of one", ImmutableList.of("a")),
                Value.of("large ImmutableList", ImmutableList.copyOf(numbers(LARGE))),
                Value.equal(
                        "part of an ImmutableList", ImmutableList.of(1, 2, 3).subList(1, 3)),
                Value.equal("ImmutableList backwards", ImmutableList.of(1, 2, 3).reverse()),
                Value.of("ImmutableList of lists", ImmutableList.of(ImmutableList.of(1), ImmutableList.of())),
                Value.by("EvictingQueue", evicting(), q -> q.remainingCapacity() + " " + new ArrayList<>(q)),
                Value.of("Ints.asList", Ints.asList(3, 1, 2)));
    }

    private static EvictingQueue<Integer> evicting() {
        EvictingQueue<Integer> queue = EvictingQueue.create(3);
        queue.addAll(List.of(1, 2, 3, 4));
        return queue;
    }

    private static Stream<Value> sets() {
        return Stream.of(
                Value.of("ImmutableSet", ImmutableSet.of("c", "a", "b")),
                Value.of("empty ImmutableSet", ImmutableSet.of()),
                Value.of("large ImmutableSet", ImmutableSet.copyOf(numbers(LARGE))),
                Value.of("immutable enum set", Sets.immutableEnumSet(TimeUnit.DAYS, TimeUnit.HOURS)),
                Value.of("ImmutableSortedSet", ImmutableSortedSet.of(3, 1, 2)),
                Value.of(
                        "ImmutableSortedSet by a lambda",
                        ImmutableSortedSet.orderedBy(BY_LENGTH)
                                .add("ccc", "b", "aa")
                                .build()),
                Value.of("ContiguousSet", ContiguousSet.create(Range.closed(1, 4), DiscreteDomain.integers())),
                Value.of("empty ContiguousSet", ContiguousSet.closedOpen(1, 1)));
    }

    private static Stream<Value> maps() {
        EnumBiMap<TimeUnit, Thread.State> enums = EnumBiMap.create(TimeUnit.class, Thread.State.class);
        enums.put(TimeUnit.DAYS, Thread.State.NEW);
        BiMap<String, Integer> both = HashBiMap.create(Map.of("a", 1));
        both.put("z", 0);
        both.put("b", 2);
        return Stream.of(
                Value.of("ImmutableMap", ImmutableMap.of("z", 1, "a", 2)),
                Value.of("empty ImmutableMap", ImmutableMap.of()),
                Value.of("large ImmutableMap", Maps.toMap(numbers(LARGE), NEXT)),
                Value.equal(
                        "keys of an ImmutableMap",
                        ImmutableMap.of("z", 1, "a", 2).keySet()),
                Value.equal(
                        "entries of an ImmutableMap",
                        ImmutableMap.of("z", 1, "a", 2).entrySet()),
                Value.by("values of an ImmutableMap", ImmutableMap.of("z", 1).values(), Object::toString),
                Value.of("immutable enum map", Maps.immutableEnumMap(Map.of(TimeUnit.DAYS, 1))),
                Value.of("ImmutableSortedMap", ImmutableSortedMap.of("b", 1, "a", 2)),
                Value.of(
                        "ImmutableSortedMap by a lambda",
                        ImmutableSortedMap.<String, Integer>orderedBy(BY_LENGTH)
                                .put("bb", 1)
                                .put("a", 2)
                                .build()),
                Value.of("ImmutableBiMap", ImmutableBiMap.of("b", 1, "a", 2)),
                Value.by(
                        "inverse of an ImmutableBiMap",
                        ImmutableBiMap.of("b", 1).inverse(),
                        BiMap::inverse),
                Value.of("HashBiMap", both),
                Value.by("HashBiMap by values", both, map -> map.inverse().get(2)),
                Value.by("inverse of a HashBiMap", both.inverse(), map -> map + " " + map.inverse()),
                Value.of("EnumBiMap", enums),
                Value.by("AtomicLongMap", AtomicLongMap.create(Map.of("a", 1L)), map -> map.get("a")),
                Value.of("immutable entry", Maps.immutableEntry("a", 1)));
    }

    private static Stream<Value> multi() {
        ArrayListMultimap<String, Integer> lists = ArrayListMultimap.create();
        lists.putAll("b", List.of(3, 1, 3));
        lists.put("a", 5);
        LinkedHashMultimap<String, Integer> linked = LinkedHashMultimap.create(lists);
        TreeMultimap<String, Integer> tree =
                TreeMultimap.create(Comparator.reverseOrder(), Comparator.<Integer>naturalOrder());
        tree.putAll(lists);
        LinkedHashMultiset<String> bag = LinkedHashMultiset.create(List.of("z", "a", "z"));
        TreeMultiset<String> sorted = TreeMultiset.create(Comparator.<String>reverseOrder());
        sorted.addAll(bag);
        ArrayListMultimap<Integer, Integer> large = ArrayListMultimap.create();
        numbers(LARGE).forEach(i -> large.put(i % 1000, i));
        HashBasedTable<String, Integer, Object> table = HashBasedTable.create();
        table.put("b", 2, "x");
        table.put("a", 1, "y");
        TreeBasedTable<String, Integer, Object> treeTable =
                TreeBasedTable.create(Comparator.<String>reverseOrder(), Comparator.<Integer>naturalOrder());
        treeTable.putAll(table);
        return Stream.of(
                Value.by("ArrayListMultimap", lists, m -> m.entries().toString()),
                Value.of("ArrayListMultimap as equal", lists),
                Value.of("empty ArrayListMultimap", ArrayListMultimap.create()),
                Value.of("large ArrayListMultimap", large),
                Value.of("HashMultimap", HashMultimap.create(lists)),
                Value.by("LinkedHashMultimap", linked, m -> m.entries().toString()),
                Value.of("LinkedHashMultimap as equal", linked),
                Value.by("LinkedListMultimap", LinkedListMultimap.create(lists), m -> m.entries()
                        .toString()),
                Value.by("TreeMultimap", tree, m -> m + " " + m.keySet().comparator()),
                Value.of("synchronized multimap", Multimaps.synchronizedListMultimap(lists)),
                Value.of("unmodifiable multimap", Multimaps.unmodifiableListMultimap(lists)),
                Value.of("ImmutableListMultimap", ImmutableListMultimap.of("z", 1, "a", 2, "z", 3)),
                Value.of("empty ImmutableListMultimap", ImmutableListMultimap.of()),
                Value.of("ImmutableSetMultimap", ImmutableSetMultimap.of("z", 1, "a", 2, "z", 3)),
                Value.of("HashMultiset", HashMultiset.create(List.of("z", "a", "z"))),
                Value.of("LinkedHashMultiset", bag),
                Value.of("TreeMultiset", sorted),
                Value.of("ConcurrentHashMultiset", ConcurrentHashMultiset.create(bag)),
                Value.of("EnumMultiset", EnumMultiset.create(List.of(TimeUnit.DAYS, TimeUnit.DAYS))),
                Value.of("ImmutableMultiset", ImmutableMultiset.of("z", "a", "z")),
                Value.of("large ImmutableMultiset", ImmutableMultiset.copyOf(numbers(LARGE))),
                Value.of("unmodifiable multiset", Multisets.unmodifiableMultiset(bag)),
                Value.of("HashBasedTable", table),
                Value.by(
                        "TreeBasedTable",
                        treeTable,
                        t -> t + " " + t.rowKeySet().comparator()),
                Value.of("ImmutableTable", ImmutableTable.copyOf(table)),
                Value.of("ArrayTable", ArrayTable.create(List.of("a"), List.of(1, 2))));
    }

    private static Stream<Value> ranges() {
        TreeRangeSet<Integer> set = TreeRangeSet.create(List.of(Range.closed(1, 3), Range.open(5, 9)));
        TreeRangeMap<Integer, String> map = TreeRangeMap.create();
        map.put(Range.closedOpen(1, 5), "x");
        return Stream.of(
                Value.of("Range", Range.closedOpen(1, 5)),
                Value.of("Range.all", Range.all()),
                Value.of("Range.atLeast", Range.atLeast("a")),
                Value.of("TreeRangeSet", set),
                Value.of("complement of a TreeRangeSet", set.complement()),
                Value.of("ImmutableRangeSet", ImmutableRangeSet.copyOf(set)),
                Value.by("TreeRangeMap", map, m -> m + " " + m.get(4)),
                Value.of("ImmutableRangeMap", ImmutableRangeMap.copyOf(map)));
    }

    private static Stream<Value> views() {
        List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5));
        Map<String, Integer> map = new java.util.TreeMap<>(Map.of("a", 1, "b", 2));
        return Stream.of(
                Value.of("Lists.transform", Lists.transform(list, NEXT)),
                Value.of("Lists.partition", Lists.partition(list, 2)),
                Value.of("Lists.reverse", Lists.reverse(list)),
                Value.of("Lists.cartesianProduct", Lists.cartesianProduct(List.of(1, 2), List.of(3))),
                Value.of("Lists.asList", Lists.asList(1, new Integer[] {2, 3})),
                Value.equal("Lists.charactersOf", Lists.charactersOf("abc")),
                Value.by("Collections2.filter", Collections2.filter(list, ODD), c -> new ArrayList<>(c)),
                Value.by("Collections2.transform", Collections2.transform(list, NEXT), c -> new ArrayList<>(c)),
                Value.by("Iterables.concat", Iterables.concat(list, list), i -> "" + i),
                Value.refused("Maps.filterValues", Maps.filterValues(map, ODD), "Serializable"),
                Value.refused("Maps.transformValues", Maps.transformValues(map, NEXT), "Serializable"),
                Value.of("Maps.asMap", Maps.asMap(new java.util.TreeSet<>(list), NEXT)),
                Value.of("Sets.union", Sets.union(ImmutableSet.of(1, 2), ImmutableSet.of(2, 3))),
                Value.of("Sets.difference", Sets.difference(ImmutableSet.of(1, 2), ImmutableSet.of(2, 3))),
                Value.of("Sets.filter", Sets.filter(new java.util.TreeSet<>(list), ODD)),
                Value.of("Sets.powerSet", Sets.powerSet(ImmutableSet.of(1, 2))),
                Value.refused("Lists.transform by a lambda", Lists.transform(list, x -> x + 1), "Serializable"),
                Value.refused("iterator", list.iterator(), "collect it into a list"));
    }

    private static Stream<Value> others() {
        MutableGraph<String> graph = GraphBuilder.directed().<String>build();
        graph.putEdge("b", "a");
        BloomFilter<Integer> bloom = BloomFilter.create(Funnels.integerFunnel(), 100);
        bloom.put(5);
        MinMaxPriorityQueue<Integer> queue = MinMaxPriorityQueue.create(List.of(3, 1, 2));
        return Stream.of(
                Value.single("Optional.absent", () -> Optional.absent()),
                Value.of("Optional.of", Optional.of("x")),
                Value.single("Ordering.natural", () -> Ordering.natural()),
                Value.of("Ordering", Ordering.natural().nullsFirst().reverse()),
                Value.of("Ordering.explicit", Ordering.explicit("z", "a")),
                Value.of("Equivalence", Equivalence.identity()),
                Value.of("Equivalence.Wrapper", Equivalence.equals().wrap("x")),
                Value.of("Converter", Longs.stringConverter()),
                Value.of("HashCode", Hashing.sha256().hashInt(5)),
                Value.of("HashFunction", Hashing.murmur3_128()),
                Value.of("BloomFilter", bloom),
                Value.of("Stats", Stats.of(1, 2, 3)),
                Value.of("HostAndPort", HostAndPort.fromParts("a", 5)),
                Value.of("InternetDomainName", InternetDomainName.from("a.example.com")),
                Value.of("MediaType", MediaType.HTML_UTF_8),
                Value.of("ImmutableIntArray", ImmutableIntArray.of(1, 2).subArray(1, 2)),
                Value.single("empty ImmutableIntArray", () -> ImmutableIntArray.of()),
                Value.of("ImmutableLongArray", ImmutableLongArray.of(1, 2)),
                Value.of("ImmutableDoubleArray", ImmutableDoubleArray.of(1, 2)),
                Value.of("UnsignedLong", UnsignedLong.valueOf("18446744073709551615")),
                Value.by("AtomicDouble", new AtomicDouble(1.5), AtomicDouble::get),
                Value.of("graph", graph),
                Value.by("successors in a graph", graph, g -> g.successors("b") + " " + g.predecessors("b")),
                Value.by("MinMaxPriorityQueue", queue, q -> q.peekFirst() + " " + q.peekLast()),
                Value.refused("memoizing supplier", Suppliers.memoize(() -> "x"), "delegate", "Serializable"),
                Value.equal("TypeToken", new TypeToken<List<String>>() {}));
    }

    private static Stream<Value> cycles() {
        return Stream.of(
                Value.cycle("cycle through a HashMultiset", node -> HashMultiset.create(List.of(node))),
                Value.cycle("cycle through values of a multimap", node -> {
                    ArrayListMultimap<String, Object> map = ArrayListMultimap.create();
                    map.put("a", node);
                    return map;
                }),
                Value.cycle("cycle through keys of a multimap", node -> {
                    ArrayListMultimap<Object, Object> map = ArrayListMultimap.create();
                    map.put(node, "a");
                    return map;
                }),
                Value.cycle("cycle through a HashBiMap", node -> HashBiMap.create(Map.of(node, "a"))),
                Value.refusedCycle("cycle through an ImmutableList", node -> ImmutableList.of(node, 1), "cycle"),
                Value.refusedCycle("cycle through an ImmutableMap", node -> ImmutableMap.of("a", node), "cycle"));
    }
}
