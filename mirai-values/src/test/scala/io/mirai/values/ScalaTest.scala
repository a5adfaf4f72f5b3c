package io.mirai.values

import io.mirai.{Daemons, Task}
import java.util.stream.Stream as JavaStream
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import scala.collection.immutable.{ArraySeq, BitSet, HashMap, IntMap, ListMap, Queue, SortedMap, TreeMap, TreeSet, VectorMap}
import scala.collection.mutable
import scala.concurrent.duration.*
import scala.jdk.CollectionConverters.*
import scala.util.{Failure, Success, Try}

case class Spot(x: Int, y: Any)

enum Planet(val mass: Double):
  case Earth extends Planet(1)
  case Mars extends Planet(0.1)

enum Answer[+A]:
  case Is(value: A)
  case Nothing

sealed trait Tree
case object Leaf extends Tree
case class Branch(left: Tree, right: Tree) extends Tree

object Settings:
  var size = 3

object Marker

opaque type Name = String
object Name:
  def apply(text: String): Name = text

class Lazily extends Serializable:
  lazy val known: String = "x"

class Plain(val list: List[Int], var next: Plain | Null)

class ScalaTest extends ValueTest:

  override protected def values(): JavaStream[Value] =
    (sequences ++ setsAndMaps ++ mutables ++ classes ++ instances ++ functions ++ cycles).asJava.stream()

  private def sequences = Seq(
    Value.of("List", List("b", "a", "b")),
    Value.single("Nil", () => Nil),
    Value.of("large List", List.range(0, ValueTest.LARGE)),
    Value.of("Vector", Vector(1, 2, 3)),
    Value.of("empty Vector", Vector.empty),
    Value.of("large Vector", Vector.range(0, ValueTest.LARGE)),
    Value.of("Seq", Seq(1, 2)),
    Value.of("Queue", Queue(1, 2, 3)),
    Value.of("ArraySeq", ArraySeq(1, 2, 3)),
    Value.of("ArraySeq of objects", ArraySeq("b", "a")),
    Value.of("Range", 1 to 10 by 3),
    Value.of("numeric range", BigInt(1) to BigInt(3)),
    Value.equal("LazyList", LazyList(1, 2, 3)),
    Value.equal("LazyList that was forced", LazyList(1, 2, 3).force),
    Value.by("Array", Array(1, 2, 3), (a: Array[Int]) => a.toList.toString),
    Value.by("view", List(1, 2).view, (v: scala.collection.View[Int]) => v.toList.toString),
    Value.of("String", "x".reverse),
    Value.of("WrappedString", ("abc": IndexedSeq[Char])))

  private def setsAndMaps = Seq(
    Value.of("small Map", Map("b" -> 1, "a" -> 2)),
    Value.of("Map", (1 to 10).map(i => i -> i).toMap),
    Value.single("empty Map", () => Map.empty[Int, Int]),
    Value.of("large Map", (0 until ValueTest.LARGE).map(i => i -> i).toMap),
    Value.of("small Set", Set("b", "a")),
    Value.of("Set", (1 to 10).toSet),
    Value.single("empty Set", () => Set.empty[Int]),
    Value.of("HashMap", HashMap("b" -> 1)),
    Value.of("ListMap", ListMap("b" -> 1, "a" -> 2)),
    Value.of("VectorMap", VectorMap("b" -> 1, "a" -> 2)),
    Value.of("TreeMap", TreeMap("b" -> 1, "a" -> 2)),
    Value.by(
      "TreeMap backwards",
      TreeMap("b" -> 1, "a" -> 2)(using Ordering[String].reverse),
      (m: TreeMap[String, Int]) => (m + ("c" -> 3)).toString),
    Value.of("SortedMap", SortedMap(1 -> "x")),
    Value.of("TreeSet", TreeSet(3, 1, 2)),
    Value.of("IntMap", IntMap(1 -> "x", 2 -> "y")),
    Value.of("BitSet", BitSet(1, 70)),
    Value.by("withDefaultValue", Map("a" -> 1).withDefaultValue(7), (m: Map[String, Int]) => m("z")),
    Value.equal("keys", Map("b" -> 1, "a" -> 2).keySet),
    Value.of("mapValues", Map("b" -> 1).view.mapValues(_ + 1).toMap),
    Value.of("a Java list", List(1, 2).asJava),
    Value.of("a Java map", Map("a" -> 1).asJava))

  private def mutables = Seq(
    Value.of("ArrayBuffer", mutable.ArrayBuffer(1, 2)),
    Value.of("ListBuffer", mutable.ListBuffer(1, 2)),
    Value.of("mutable.HashMap", mutable.HashMap("b" -> 1)),
    Value.of("mutable.LinkedHashMap", mutable.LinkedHashMap("b" -> 1, "a" -> 2)),
    Value.of("mutable.HashSet", mutable.HashSet("b", "a")),
    Value.of("mutable.LinkedHashSet", mutable.LinkedHashSet("b", "a")),
    Value.of("mutable.TreeMap", mutable.TreeMap("b" -> 1, "a" -> 2)),
    Value.of("mutable.Queue", mutable.Queue(1, 2)),
    Value.of("mutable.BitSet", mutable.BitSet(1, 70)),
    Value.by("mutable.StringBuilder", new mutable.StringBuilder("x"), (b: mutable.StringBuilder) => b.toString),
    Value.by("PriorityQueue", mutable.PriorityQueue(1, 3, 2), (q: mutable.PriorityQueue[Int]) => q.head))

  private def classes = Seq(
    Value.of("Some", Some(5)),
    Value.of("Right", Right(5)),
    Value.of("Left", Left("no")),
    Value.of("Success", Success(5)),
    Value.by("Failure", Failure(IllegalStateException("x")), (t: Try[Any]) => t.failed.get.getMessage),
    Value.of("tuple", (1, "x")),
    Value.of("large tuple", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)),
    Value.of("case class", Spot(1, Spot(2, None))),
    Value.of("BigDecimal", BigDecimal("1.50")),
    Value.of("BigInt", BigInt(2).pow(100)),
    Value.of("Duration", 5.minutes),
    Value.single("Duration.Inf", () => Duration.Inf),
    Value.of("Symbol", Symbol("x")),
    Value.of("opaque type", Name("x")),
    Value.by("Regex", "a+".r, (r: scala.util.matching.Regex) => r.matches("aa")),
    Value.by("object with a lazy val", Lazily(), (w: Lazily) => w.known),
    Value.by("plain object", Plain(List(1), Plain(Nil, null)), (p: Plain) => p.list.toString + p.next.nn.list))

  private def instances = Seq(
    Value.single("None", () => None),
    Value.single("unit", () => ()),
    Value.single("case object", () => Leaf),
    Value.single("object with state", () => Settings),
    Value.single("object", () => Marker),
    Value.single("companion", () => Spot),
    Value.single("enum case", () => Planet.Mars),
    Value.single("enum case of a generic enum", () => Answer.Nothing),
    Value.of("enum case with a value", Answer.Is(5)),
    Value.single("Ordering", () => Ordering.Int),
    Value.by(
      "match over a sealed trait",
      Branch(Leaf, Branch(Leaf, Leaf)),
      (t: Tree) => ScalaTest.leaves(t)),
    Value.by("match over an enum", List(Answer.Is(1), Answer.Nothing), (l: List[Answer[Int]]) => ScalaTest.answers(l)))

  private def functions =
    val captured = 5
    Seq(
      Value.by("function", (x: Int) => x + captured, (f: Int => Int) => f(1)),
      Value.by("composed function", ((x: Int) => x + 1).andThen(_ * captured), (f: Int => Int) => f(1)),
      Value.by("method as a function", ScalaTest.leaves, (f: Tree => Int) => f(Leaf)),
      Value.by("partial function", { case 1 => "one" }: PartialFunction[Int, String], (f: PartialFunction[Int, String]) => f.isDefinedAt(2)))

  private def cycles = Seq(
    Value.cycle("cycle through a case class", Spot(1, _)),
    Value.cycle("cycle through Some", Some(_)),
    Value.refusedCycle("cycle through a mutable set", mutable.HashSet(_), "cycle"),
    Value.refusedCycle("cycle through a mutable map", node => mutable.HashMap(node -> 1), "cycle"),
    Value.refusedCycle("cycle through a List", List(_, 1), "cycle"))

  @Test
  def mirai_writtenInScala_isRunByADaemon(): Unit =
    val daemons = Daemons.local(1)
    try
      val start = Spot(1, Leaf)
      val end = daemons.mirai(() => (start, List(Leaf, Marker), start.y.equals(Leaf))).collect()
      assertThat(end).isEqualTo((start, List(Leaf, Marker), true))
    finally daemons.close()

object ScalaTest:
  def leaves(tree: Tree): Int = tree match
    case Leaf => 1
    case Branch(left, right) => leaves(left) + leaves(right)

  def answers(all: List[Answer[Int]]): String = all.map {
    case Answer.Is(value) => s"is $value"
    case Answer.Nothing => "nothing"
  }.toString
