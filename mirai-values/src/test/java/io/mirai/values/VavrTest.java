package io.mirai.values;

import io.vavr.Function1;
import io.vavr.Lazy;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Array;
import io.vavr.collection.BitSet;
import io.vavr.collection.CharSeq;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashMultimap;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Queue;
import io.vavr.collection.Stream;
import io.vavr.collection.Tree;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Try;
import io.vavr.control.Validation;
import java.util.Comparator;

class VavrTest extends ValueTest {

    @Override
    protected java.util.stream.Stream<Value> values() {
        return java.util.stream.Stream.of(sequences(), setsAndMaps(), controls(), cycles())
                .flatMap(each -> each);
    }

    private static java.util.stream.Stream<Value> sequences() {
        return java.util.stream.Stream.of(
                Value.of("List", List.of("b", "a", "b")),
                Value.single("empty List", () -> List.empty()),
                Value.of("large List", List.range(0, LARGE)),
                Value.by("tail of a List", List.of(1, 2, 3).tail(), List::toString),
                Value.of("Vector", Vector.of(1, 2, 3)),
                Value.of("empty Vector", Vector.empty()),
                Value.of("large Vector", Vector.range(0, LARGE)),
                Value.of("Vector of booleans", Vector.ofAll(new boolean[] {true, false})),
                Value.of("Array", Array.of(1, 2)),
                Value.of("Queue", Queue.of(1, 2).enqueue(3)),
                Value.equal("Stream", Stream.of(1, 2, 3)),
                Value.single("empty Stream", () -> Stream.empty()),
                Value.of("CharSeq", CharSeq.of("abc")),
                Value.of("Tree", Tree.of(1, Tree.of(2), Tree.of(3))));
    }

    private static java.util.stream.Stream<Value> setsAndMaps() {
        return java.util.stream.Stream.of(
                Value.of("HashMap", HashMap.of("b", 1, "a", 2)),
                Value.of("empty HashMap", HashMap.empty()),
                Value.of("large HashMap", HashMap.ofAll(List.range(0, LARGE).toJavaStream(), i -> Tuple.of(i, i))),
                Value.of("LinkedHashMap", LinkedHashMap.of("b", 1, "a", 2)),
                Value.by("TreeMap", TreeMap.of(Comparator.<String>reverseOrder(), "a", 1, "b", 2), TreeMap::toString),
                Value.of("HashSet", HashSet.of("b", "a")),
                Value.of("large HashSet", HashSet.range(0, LARGE)),
                Value.of("LinkedHashSet", LinkedHashSet.of("b", "a")),
                Value.by("TreeSet", TreeSet.of(Comparator.<String>reverseOrder(), "a", "b"), set -> set.add("c")
                        .toString()),
                Value.of("BitSet", BitSet.of(1, 70)),
                Value.of("HashMultimap", HashMultimap.withSeq().of("a", 1, "a", 2)));
    }

    private static java.util.stream.Stream<Value> controls() {
        Lazy<String> lazy = Lazy.of(() -> "x");
        Function1<Integer, Integer> next = x -> x + 1;
        return java.util.stream.Stream.of(
                Value.of("Some", Option.of("x")),
                Value.single("None", () -> Option.none()),
                Value.of("Success", Try.success("x")),
                Value.by("Failure", Try.failure(new IllegalStateException("x")), t -> t.getCause()
                        .getMessage()),
                Value.of("Right", Either.right(1)),
                Value.of("Left", Either.left("no")),
                Value.of("Valid", Validation.valid(1)),
                Value.of("Invalid", Validation.invalid("no")),
                Value.of("Tuple2", Tuple.of(1, "x")),
                Value.of("Tuple8", Tuple.of(1, 2, 3, 4, 5, 6, 7, List.of(8))),
                Value.single("Tuple0", () -> Tuple.empty()),
                Value.by("Lazy", lazy, Lazy::get),
                Value.by("function", next, f -> f.apply(1)),
                Value.by("composed function", next.andThen(next), f -> f.apply(1)),
                Value.by("part of a tuple that is shared", shared(), t -> t._1 == t._2));
    }

    private static Tuple2<Object, Object> shared() {
        Object one = new java.util.ArrayList<>(java.util.List.of(1));
        return Tuple.of(one, one);
    }

    private static java.util.stream.Stream<Value> cycles() {
        return java.util.stream.Stream.of(
                Value.cycle("cycle through a Tuple", node -> Tuple.of(node, 1)),
                Value.cycle("cycle through Some", Option::of),
                Value.refusedCycle("cycle through a List", node -> List.of(node, 1), "cycle"));
    }
}
