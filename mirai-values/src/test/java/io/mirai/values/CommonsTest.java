package io.mirai.values;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.collections4.bag.HashBag;
import org.apache.commons.collections4.bag.TreeBag;
import org.apache.commons.collections4.bidimap.DualHashBidiMap;
import org.apache.commons.collections4.bidimap.DualTreeBidiMap;
import org.apache.commons.collections4.bidimap.TreeBidiMap;
import org.apache.commons.collections4.comparators.ComparatorChain;
import org.apache.commons.collections4.keyvalue.MultiKey;
import org.apache.commons.collections4.list.CursorableLinkedList;
import org.apache.commons.collections4.list.NodeCachingLinkedList;
import org.apache.commons.collections4.list.TreeList;
import org.apache.commons.collections4.list.UnmodifiableList;
import org.apache.commons.collections4.map.CaseInsensitiveMap;
import org.apache.commons.collections4.map.Flat3Map;
import org.apache.commons.collections4.map.HashedMap;
import org.apache.commons.collections4.map.LRUMap;
import org.apache.commons.collections4.map.LinkedMap;
import org.apache.commons.collections4.map.ListOrderedMap;
import org.apache.commons.collections4.map.MultiKeyMap;
import org.apache.commons.collections4.map.ReferenceMap;
import org.apache.commons.collections4.multimap.ArrayListValuedHashMap;
import org.apache.commons.collections4.queue.CircularFifoQueue;
import org.apache.commons.collections4.set.ListOrderedSet;
import org.apache.commons.collections4.trie.PatriciaTrie;
import org.apache.commons.lang3.Range;
import org.apache.commons.lang3.mutable.MutableInt;
import org.apache.commons.lang3.mutable.MutableObject;
import org.apache.commons.lang3.time.FastDateFormat;
import org.apache.commons.lang3.tuple.ImmutablePair;
import org.apache.commons.lang3.tuple.MutablePair;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.commons.lang3.tuple.Triple;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.complex.ComplexField;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.geometry.euclidean.threed.Vector3D;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.OpenMapRealMatrix;
import org.apache.commons.math3.linear.OpenMapRealVector;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.FMatrixRMaj;
import org.ejml.simple.SimpleMatrix;

/** Commons Lang, Collections and Math, and EJML. */
@SuppressWarnings("deprecation") // users hold such values
class CommonsTest extends ValueTest {

    @Override
    protected Stream<Value> values() {
        return Stream.of(lang(), collections(), math(), ejml(), cycles()).flatMap(each -> each);
    }

    private static Stream<Value> lang() {
        return Stream.of(
                Value.of("Pair", Pair.of("a", 1)),
                Value.of("ImmutablePair.nullPair", ImmutablePair.nullPair()),
                Value.of("MutablePair", MutablePair.of("a", 1)),
                Value.of("Triple", Triple.of(1, 2, 3)),
                Value.of("MutableInt", new MutableInt(5)),
                Value.of("MutableObject", new MutableObject<>("x")),
                Value.by("Range", Range.between(1, 5), r -> r.contains(3) + r.toString()),
                Value.of("Range as equal", Range.between(1, 5)),
                Value.by("FastDateFormat", FastDateFormat.getInstance("yyyy MMM"), f -> f.format(0L)));
    }

    private static Stream<Value> collections() {
        DualTreeBidiMap<String, Integer> bidi = new DualTreeBidiMap<>(Map.of("a", 1, "b", 2));
        ArrayListValuedHashMap<String, Integer> multi = new ArrayListValuedHashMap<>();
        multi.putAll("a", List.of(3, 1, 3));
        MultiKeyMap<String, Integer> keys = new MultiKeyMap<>();
        keys.put("a", "b", 5);
        CaseInsensitiveMap<String, Integer> folded = new CaseInsensitiveMap<>(Map.of("A", 1));
        LRUMap<String, Integer> recent = new LRUMap<>(2);
        recent.put("a", 1);
        recent.put("b", 2);
        recent.get("a");
        CircularFifoQueue<Integer> circle = new CircularFifoQueue<>(2);
        circle.addAll(List.of(1, 2, 3));
        PatriciaTrie<Integer> trie = new PatriciaTrie<>(Map.of("abc", 1, "abd", 2));
        HashedMap<Integer, Integer> large = new HashedMap<>();
        for (int i = 0; i < LARGE; i++) {
            large.put(i, i);
        }
        TreeList<Integer> tree = new TreeList<>(List.of(3, 1, 2));
        ListOrderedMap<String, Integer> ordered = new ListOrderedMap<>();
        ordered.put("z", 1);
        ordered.put("a", 2);
        return Stream.of(
                Value.of("HashBag", new HashBag<>(List.of("b", "a", "b"))),
                Value.of("TreeBag", new TreeBag<>(List.of("b", "a", "b"))),
                Value.of("DualHashBidiMap", new DualHashBidiMap<>(Map.of("a", 1))),
                Value.by("DualTreeBidiMap", bidi, map -> map + " " + map.getKey(2)),
                Value.of("TreeBidiMap", new TreeBidiMap<>(Map.of("a", 1, "b", 2))),
                Value.by("ArrayListValuedHashMap", multi, map -> map.get("a").toString()),
                Value.by("MultiKeyMap", keys, map -> map.get("a", "b")),
                Value.of("MultiKey", new MultiKey<>("a", "b")),
                Value.by("CaseInsensitiveMap", folded, map -> map.get("a")),
                Value.by("LRUMap", recent, map -> map + " " + map.maxSize()),
                Value.of("LinkedMap", new LinkedMap<>(Map.of("a", 1))),
                Value.of("Flat3Map", new Flat3Map<>(Map.of("a", 1))),
                Value.equal("large HashedMap", large),
                Value.of("ReferenceMap", reference()),
                Value.of("ListOrderedMap", ordered),
                Value.of("ListOrderedSet", ListOrderedSet.listOrderedSet(List.of("z", "a"))),
                Value.by("CircularFifoQueue", circle, q -> q + " " + q.maxSize()),
                Value.of("TreeList", tree),
                Value.of("CursorableLinkedList", new CursorableLinkedList<>(List.of(3, 1))),
                Value.of("NodeCachingLinkedList", new NodeCachingLinkedList<>(List.of(3, 1))),
                Value.of("UnmodifiableList", UnmodifiableList.unmodifiableList(List.of(3, 1))),
                Value.of("PatriciaTrie", trie),
                Value.by("prefixes of a PatriciaTrie", trie, t -> t.prefixMap("ab")
                        .toString()),
                Value.by(
                        "ComparatorChain",
                        new ComparatorChain<>(List.of(Comparator.<String>reverseOrder())),
                        c -> c.compare("a", "b")));
    }

    private static ReferenceMap<String, Integer> reference() {
        ReferenceMap<String, Integer> map = new ReferenceMap<>();
        map.put("kept by the constant pool", 5);
        return map;
    }

    private static Stream<Value> math() {
        double[][] numbers = {{1, 2}, {3, 4}};
        DescriptiveStatistics statistics = new DescriptiveStatistics(new double[] {1, 2, 4});
        SummaryStatistics summary = new SummaryStatistics();
        summary.addValue(1);
        summary.addValue(4);
        SimpleRegression regression = new SimpleRegression();
        regression.addData(new double[][] {{1, 2}, {2, 3}, {4, 6}});
        OpenMapRealMatrix open = new OpenMapRealMatrix(3, 3);
        open.setEntry(1, 2, 5);
        OpenMapRealVector openVector = new OpenMapRealVector(new double[] {0, 5});
        return Stream.of(
                Value.of("Array2DRowRealMatrix", new Array2DRowRealMatrix(numbers)),
                Value.of("BlockRealMatrix", new BlockRealMatrix(numbers)),
                Value.of("DiagonalMatrix", new DiagonalMatrix(new double[] {1, 2})),
                Value.of("OpenMapRealMatrix", open),
                Value.of("OpenMapRealVector", openVector),
                Value.of("ArrayRealVector", new ArrayRealVector(new double[] {1, 2})),
                Value.of("large ArrayRealVector", new ArrayRealVector(LARGE)),
                Value.of("Vector3D", new Vector3D(1, 2, 3)),
                Value.of("Complex", new Complex(1, 2)),
                Value.of("ComplexField", ComplexField.getInstance()),
                Value.of("BigFraction", new BigFraction(1, 3)),
                Value.by("NormalDistribution", new NormalDistribution(1, 2), d -> d.density(0.5)),
                Value.by("DescriptiveStatistics", statistics, s -> s.getMean() + " " + s.getPercentile(50)),
                Value.by("SummaryStatistics", summary, SummaryStatistics::toString),
                Value.by("SimpleRegression", regression, SimpleRegression::getSlope),
                Value.by("MersenneTwister", new MersenneTwister(5), r -> r.getClass()
                        .getName()),
                Value.by("Well19937c", new Well19937c(5), r -> r.getClass().getName()));
    }

    private static Stream<Value> ejml() {
        DMatrixSparseCSC sparse = new DMatrixSparseCSC(2, 2);
        sparse.set(0, 1, 5);
        return Stream.of(
                Value.by("DMatrixRMaj", new DMatrixRMaj(new double[][] {{1, 2}, {3, 4}}), m -> Arrays.toString(m.data)),
                Value.by("large DMatrixRMaj", new DMatrixRMaj(300, 400), m -> m.numRows + " " + m.data.length),
                Value.by("FMatrixRMaj", new FMatrixRMaj(new float[][] {{1, 2}}), m -> Arrays.toString(m.data)),
                Value.by("DMatrixSparseCSC", sparse, m -> m.get(0, 1)),
                Value.by("SimpleMatrix", new SimpleMatrix(new double[][] {{1, 2}}), m -> m.scale(2)
                        .get(1)));
    }

    private static Stream<Value> cycles() {
        return Stream.of(
                Value.cycle("cycle through a Pair", node -> Pair.of(node, 1)),
                Value.cycle("cycle through a HashBag", node -> new HashBag<>(List.of(node))),
                Value.cycle("cycle through a HashedMap", node -> new HashedMap<>(Map.of(node, 1))),
                Value.cycle("cycle through a TreeList", node -> new TreeList<>(List.of(node))));
    }
}
