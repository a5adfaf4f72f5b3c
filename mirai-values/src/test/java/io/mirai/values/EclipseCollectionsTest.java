package io.mirai.values;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Bags;
import org.eclipse.collections.api.factory.BiMaps;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.factory.SortedBags;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.factory.SortedSets;
import org.eclipse.collections.api.factory.Stacks;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.factory.primitive.IntIntMaps;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.block.factory.HashingStrategies;
import org.eclipse.collections.impl.factory.Multimaps;
import org.eclipse.collections.impl.list.Interval;
import org.eclipse.collections.impl.list.mutable.FastList;
import org.eclipse.collections.impl.map.mutable.ConcurrentHashMap;
import org.eclipse.collections.impl.map.mutable.UnifiedMap;
import org.eclipse.collections.impl.map.strategy.mutable.UnifiedMapWithHashingStrategy;
import org.eclipse.collections.impl.multimap.list.FastListMultimap;
import org.eclipse.collections.impl.set.mutable.UnifiedSet;
import org.eclipse.collections.impl.tuple.Tuples;
import org.eclipse.collections.impl.tuple.primitive.PrimitiveTuples;

class EclipseCollectionsTest extends ValueTest {

    @Override
    protected Stream<Value> values() {
        return Stream.of(objects(), primitives(), cycles()).flatMap(each -> each);
    }

    private static Stream<Value> objects() {
        MutableMap<Integer, Integer> large = Maps.mutable.empty();
        Interval.zeroTo(LARGE - 1).each(i -> large.put(i, i));
        FastListMultimap<String, Integer> multimap = FastListMultimap.newMultimap();
        multimap.putAll("b", List.of(3, 1, 3));
        return Stream.of(
                Value.of("mutable list", Lists.mutable.of("b", "a")),
                Value.of("large mutable list", FastList.newList(Interval.zeroTo(LARGE - 1))),
                Value.of("immutable list", Lists.immutable.of("b", "a", "c")),
                Value.single("empty immutable list", () -> Lists.immutable.empty()),
                Value.of("large immutable list", Lists.immutable.ofAll(Interval.zeroTo(LARGE - 1))),
                Value.of("unmodifiable list", Lists.mutable.of(1, 2).asUnmodifiable()),
                Value.of("synchronized list", Lists.mutable.of(1, 2).asSynchronized()),
                Value.of("Interval", Interval.oneTo(5)),
                Value.of("mutable set", Sets.mutable.of("b", "a")),
                Value.of("empty mutable set", Sets.mutable.empty()),
                Value.of("large mutable set", UnifiedSet.newSet(Interval.zeroTo(LARGE - 1))),
                Value.of("immutable set", Sets.immutable.of("b", "a", "c", "d", "e", "f")),
                Value.of("sorted set", SortedSets.mutable.of(Comparator.<String>reverseOrder(), "a", "b")),
                Value.of("immutable sorted set", SortedSets.immutable.of(Comparator.<String>reverseOrder(), "a", "b")),
                Value.of("mutable map", Maps.mutable.of("b", 1, "a", 2)),
                Value.of("large mutable map", large),
                Value.of("immutable map", Maps.immutable.of("b", 1, "a", 2)),
                Value.of("concurrent map", ConcurrentHashMap.newMap(Maps.mutable.of("b", 1))),
                Value.of("sorted map", SortedMaps.mutable.of("b", 1, "a", 2)),
                Value.of("bimap", BiMaps.mutable.of("a", 1)),
                Value.by(
                        "map by a strategy",
                        UnifiedMapWithHashingStrategy.newWithKeysValues(
                                HashingStrategies.fromFunction(String::length), "a", 1),
                        map -> map.get("z")),
                Value.of("bag", Bags.mutable.of("b", "a", "b")),
                Value.of("immutable bag", Bags.immutable.of("b", "a", "b")),
                Value.of("sorted bag", SortedBags.mutable.of("b", "a", "b")),
                Value.of("stack", Stacks.mutable.of("b", "a")),
                Value.of("multimap", multimap),
                Value.of("immutable multimap", multimap.toImmutable()),
                Value.of("set multimap", Multimaps.mutable.set.of("a", 1, "a", 2)),
                Value.of("pair", Tuples.pair("a", 1)),
                Value.of("primitive pair", PrimitiveTuples.pair(1, 2L)));
    }

    private static Stream<Value> primitives() {
        return Stream.of(
                Value.of("int list", IntLists.mutable.of(3, 1, 2)),
                Value.of("immutable int list", IntLists.immutable.of(3, 1, 2)),
                Value.of("empty int list", IntLists.mutable.empty()),
                Value.of("double list", DoubleLists.mutable.of(0.5)),
                Value.of("int set", IntSets.mutable.of(3, 1, 2)),
                Value.of("immutable int set", IntSets.immutable.of(3, 1, 2)),
                Value.of("int-int map", IntIntMaps.mutable.of(1, 2)),
                Value.of("int-object map", IntObjectMaps.mutable.of(1, "a")),
                Value.of("object-int map", ObjectIntMaps.mutable.of("a", 1)));
    }

    private static Stream<Value> cycles() {
        return Stream.of(
                Value.cycle("cycle through a list", Lists.mutable::of),
                Value.cycle("cycle through a set", Sets.mutable::of),
                Value.cycle("cycle through a map", node -> UnifiedMap.newWithKeysValues(node, 1)),
                Value.refusedCycle("cycle through an immutable set", node -> Sets.immutable.of(node), "cycle"));
    }
}
