package io.mirai.values;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntObjectHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectAVLTreeMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectArrayMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectRBTreeMap;
import it.unimi.dsi.fastutil.ints.IntBigArrayBigList;
import it.unimi.dsi.fastutil.ints.IntComparators;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import it.unimi.dsi.fastutil.ints.IntImmutableList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntLists;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntRBTreeSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashBigSet;
import it.unimi.dsi.fastutil.objects.Object2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.objects.ObjectArrayList;
import it.unimi.dsi.fastutil.objects.ObjectBigArrayBigList;
import it.unimi.dsi.fastutil.objects.ObjectOpenCustomHashSet;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import it.unimi.dsi.fastutil.objects.Reference2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.ReferenceOpenHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/** fastutil, HPPC and RoaringBitmap. */
class PrimitiveCollectionsTest extends ValueTest {

    @Override
    protected Stream<Value> values() {
        return Stream.of(lists(), sets(), maps(), cycles()).flatMap(each -> each);
    }

    private static int[] numbers() {
        return IntStream.range(0, LARGE).toArray();
    }

    private static Stream<Value> lists() {
        IntHeapPriorityQueue queue = new IntHeapPriorityQueue(new int[] {2, 3, 1}, IntComparators.OPPOSITE_COMPARATOR);
        return Stream.of(
                Value.of("IntArrayList", it.unimi.dsi.fastutil.ints.IntArrayList.of(3, 1, 2)),
                Value.of("empty IntArrayList", new it.unimi.dsi.fastutil.ints.IntArrayList()),
                Value.of("large IntArrayList", new it.unimi.dsi.fastutil.ints.IntArrayList(numbers())),
                Value.of("IntImmutableList", IntImmutableList.of(3, 1, 2)),
                Value.of("unmodifiable list", IntLists.unmodifiable(IntImmutableList.of(3, 1, 2))),
                Value.single("IntLists.EMPTY_LIST", () -> IntLists.EMPTY_LIST),
                Value.of("singleton", IntLists.singleton(5)),
                Value.of("ObjectArrayList", ObjectArrayList.of("b", "a")),
                Value.of("IntBigArrayBigList", new IntBigArrayBigList(IntImmutableList.of(numbers()))),
                Value.of("ObjectBigArrayBigList", new ObjectBigArrayBigList<>(ObjectArrayList.of("b", "a"))),
                Value.by("IntHeapPriorityQueue", queue, q -> q.size() + " " + q.firstInt()),
                Value.single("comparator", () -> IntComparators.NATURAL_COMPARATOR),
                Value.of("hppc IntArrayList", IntArrayList.from(3, 1, 2)),
                Value.of("RoaringBitmap", RoaringBitmap.bitmapOf(1, 5, 1_000_000)));
    }

    private static Stream<Value> sets() {
        return Stream.of(
                Value.of("IntOpenHashSet", IntOpenHashSet.of(3, 1, 2)),
                Value.of("empty IntOpenHashSet", new IntOpenHashSet()),
                Value.equal("large IntOpenHashSet", new IntOpenHashSet(numbers())),
                Value.of("IntLinkedOpenHashSet", IntLinkedOpenHashSet.of(3, 1, 2)),
                Value.of("IntRBTreeSet", new IntRBTreeSet(new int[] {3, 1, 2}, IntComparators.OPPOSITE_COMPARATOR)),
                Value.of("ObjectOpenHashSet", ObjectOpenHashSet.of("b", "a")),
                Value.of("LongOpenHashBigSet", new LongOpenHashBigSet(new long[] {5, 6})),
                Value.by("custom hashes", folded(), set -> set.contains("A") + " " + set.size()));
    }

    /** Ignores case. */
    private static ObjectOpenCustomHashSet<String> folded() {
        return new ObjectOpenCustomHashSet<>(new String[] {"a"}, new Folding());
    }

    private static final class Folding implements it.unimi.dsi.fastutil.Hash.Strategy<String>, java.io.Serializable {
        @Override
        public int hashCode(String text) {
            return text == null ? 0 : text.toLowerCase(java.util.Locale.ROOT).hashCode();
        }

        @Override
        public boolean equals(String one, String other) {
            return one == null ? other == null : one.equalsIgnoreCase(other);
        }
    }

    private static Stream<Value> maps() {
        Int2IntOpenHashMap defaulted = new Int2IntOpenHashMap(new int[] {1, 2}, new int[] {3, 4});
        defaulted.defaultReturnValue(-7);
        Int2ObjectOpenHashMap<String> large = new Int2ObjectOpenHashMap<>();
        for (int i = 0; i < LARGE; i++) {
            large.put(i, "x");
        }
        Map<String, Integer> some = new java.util.TreeMap<>(Map.of("z", 1, "a", 2));
        Map<Integer, String> other = new java.util.TreeMap<>(Map.of(5, "a", 2, "b"));
        IntObjectHashMap<String> hppc = new IntObjectHashMap<>();
        hppc.put(5, "x");
        return Stream.of(
                Value.by("Int2IntOpenHashMap", defaulted, map -> map.get(99)),
                Value.of("Int2IntOpenHashMap as equal", defaulted),
                Value.equal("large Int2ObjectOpenHashMap", large),
                Value.of("Int2ObjectArrayMap", new Int2ObjectArrayMap<>(other)),
                Value.of("Int2ObjectLinkedOpenHashMap", new Int2ObjectLinkedOpenHashMap<>(other)),
                Value.of("Int2ObjectRBTreeMap", new Int2ObjectRBTreeMap<>(other)),
                Value.of("Int2ObjectAVLTreeMap", new Int2ObjectAVLTreeMap<>(other)),
                Value.of("Object2IntOpenHashMap", new Object2IntOpenHashMap<>(some)),
                Value.of("Object2IntLinkedOpenHashMap", new Object2IntLinkedOpenHashMap<>(some)),
                Value.of("Object2ObjectOpenHashMap", new Object2ObjectOpenHashMap<>(some)),
                Value.by("hppc IntObjectHashMap", hppc, map -> map.get(5)));
    }

    private static Stream<Value> cycles() {
        return Stream.of(
                Value.cycle("cycle through an ObjectArrayList", ObjectArrayList::of),
                Value.cycle("cycle through an ObjectOpenHashSet", ObjectOpenHashSet::of),
                Value.cycle("cycle through a map", node -> new Object2ObjectOpenHashMap<>(Map.of(node, "x"))),
                Value.by("map keyed by identity", identity(), map -> keyIn(map)),
                Value.by("set by identity", ReferenceOpenHashSet.of(new Node("a")), PrimitiveCollectionsTest::found));
    }

    private static Reference2IntOpenHashMap<Object> identity() {
        return new Reference2IntOpenHashMap<>(List.of(new Node("a")).toArray(), new int[] {5});
    }

    private static Object keyIn(Reference2IntOpenHashMap<Object> map) {
        return map.getInt(map.keySet().iterator().next());
    }

    private static Object found(ReferenceOpenHashSet<Node> set) {
        return set.contains(set.iterator().next());
    }
}
