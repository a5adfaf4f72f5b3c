package io.mirai.values

import io.mirai.Daemons
import io.mirai.Task
import java.io.Serializable
import java.util.stream.Stream
import kotlin.time.Duration.Companion.minutes
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

data class Point(val x: Int, val y: Any?)

enum class Color { RED, GREEN { override fun toString() = "green" } }

@JvmInline value class Id(val value: String)

data class Keyed(val id: Id, val any: Any)

sealed interface Shape

data class Circle(val radius: Double) : Shape

data object Nowhere : Shape

object Everywhere : Shape

sealed class Outcome {
    data class Value(val value: Any?) : Outcome()

    object Pending : Outcome()

    object Failed : Outcome() {
        @JvmField var count = 0
    }
}

object Registry : Serializable {
    var size = 3
}

class WithCompanion {
    companion object
}

class WithLazy {
    val known by lazy { "x" }
    val list by lazy(LazyThreadSafetyMode.NONE) { listOf(1, 2) }
}

class WithLateInit {
    lateinit var name: String
    var optional: String? = null
}

class Delegating(names: List<String>) : List<String> by names

class Counted : ArrayList<Int>() {
    var added = 0

    override fun add(element: Int): Boolean {
        added++
        return super.add(element)
    }
}

@OptIn(ExperimentalUnsignedTypes::class)
class KotlinTest : ValueTest() {

    override fun values(): Stream<Value> = listOf(collections(), classes(), instances(), functions(), cycles()).flatten().stream()

    private fun collections() = listOf(
        Value.of("listOf", listOf("b", "a", "b")),
        Value.of("listOf one", listOf("a")),
        Value.single("emptyList", Value.Single<Any> { emptyList<Int>() }),
        Value.single("emptySet", Value.Single<Any> { emptySet<Int>() }),
        Value.single("emptyMap", Value.Single<Any> { emptyMap<Int, Int>() }),
        Value.of("buildList", buildList { add("b"); add("a") }),
        Value.of("empty buildList", buildList<Int> { }),
        Value.of("large buildList", buildList { repeat(LARGE) { add(it) } }),
        Value.of("buildSet", buildSet { add("b"); add("a") }),
        Value.of("buildMap", buildMap { put("b", 1); put("a", 2) }),
        Value.of("large buildMap", buildMap { repeat(LARGE) { put(it, it) } }),
        Value.of("mapOf", mapOf("b" to 1, "a" to 2)),
        Value.of("mutableMapOf", mutableMapOf("b" to 1, "a" to 2)),
        Value.of("setOf", setOf("b", "a")),
        Value.of("sortedMapOf", sortedMapOf("b" to 1, "a" to 2)),
        Value.of("arrayDeque", ArrayDeque(listOf(1, 2, 3)).toList()),
        Value.by("ArrayDeque", ArrayDeque(listOf(1, 2, 3))) { it.toString() + it.first() + it.last() },
        Value.of("asReversed", listOf(1, 2, 3).asReversed()),
        Value.of("subList", mutableListOf(1, 2, 3).subList(1, 3).toList()),
        Value.of("withIndex", listOf("a").withIndex().toList()),
        Value.of("chunked", (1..10).chunked(3)),
        Value.of("groupBy", listOf("a", "bb", "c").groupBy { it.length }),
        Value.of("intArray as list", intArrayOf(3, 1).asList()),
        Value.refused("withDefault", mapOf("a" to 1).withDefault { 7 }, "default", "@JvmSerializableLambda"),
        Value.by("sequence of a list", listOf(1, 2).asSequence()) { it.toList().toString() },
        Value.by("compareBy", compareBy<String> { it.length }) { it.compare("aa", "b") },
        Value.single("naturalOrder", Value.Single<Any> { naturalOrder<String>() }),
        Value.of("IntRange", 1..5),
        Value.of("IntRange.EMPTY", IntRange.EMPTY),
        Value.of("progression", 10 downTo 1 step 3),
        Value.of("CharRange", 'a'..'f'),
        Value.of("closed range", "a".."c"),
        Value.of("closed doubles", 0.5..1.5),
    )

    private fun classes() = listOf(
        Value.of("Pair", 1 to "x"),
        Value.of("Triple", Triple(1, "x", null)),
        Value.of("data class", Point(1, Point(2, null))),
        Value.of("enum entry", Color.RED),
        Value.of("enum entry with a body", Color.GREEN),
        Value.of("enum entries", Color.entries),
        Value.of("value class", Id("x")),
        Value.of("value class in a data class", Keyed(Id("x"), Id("y"))),
        Value.of("success", Result.success(5)),
        Value.by("failure", Result.failure<Int>(IllegalStateException("x"))) { it.exceptionOrNull()?.message },
        Value.of("Duration", 5.minutes),
        Value.of("UInt", 5u),
        Value.by("UIntArray", uintArrayOf(1u, 2u)) { it.toList().toString() },
        Value.by("Regex", Regex("a+", RegexOption.IGNORE_CASE)) { it.matches("AA").toString() + it.pattern + it.options },
        Value.by("lazy", lazyOf(5)) { it.value },
        Value.by("object with lazy fields", WithLazy()) { it.known + it.list },
        Value.by("object with lateinit", WithLateInit().apply { name = "x" }) { it.name + it.optional },
        Value.by("delegation", Delegating(listOf("b", "a"))) { it.joinToString() },
        Value.by("list that counts", Counted().apply { add(1); add(2) }) { it.added.toString() + it },
        Value.by("StringBuilder", StringBuilder("x")) { it.toString() },
        Value.of("Uuid-like text", "x".repeat(3)),
        Value.by("exception", IllegalStateException("x", NoSuchElementException())) { it.message + it.cause },
    )

    private fun instances() = listOf(
        Value.single("Unit", Value.Single<Any> { Unit }),
        Value.single("data object", Value.Single<Any> { Nowhere }),
        Value.single("object", Value.Single<Any> { Everywhere }),
        Value.single("object of a sealed class", Value.Single<Any> { Outcome.Pending }),
        Value.single("object with state", Value.Single<Any> { Outcome.Failed }),
        Value.single("serializable object", Value.Single<Any> { Registry }),
        Value.single("companion", Value.Single<Any> { WithCompanion }),
        Value.by("when over a sealed interface", listOf(Circle(1.0), Nowhere, Everywhere)) { branches(it) },
        Value.by("when over a sealed class", listOf(Outcome.Value(1), Outcome.Pending, Outcome.Failed)) { ends(it) },
    )

    private fun functions() = listOf(
        Value.refused("function value", { x: Int -> x + 1 }, "@JvmSerializableLambda", "-Xlambdas=class"),
        Value.refused("function value inside", Point(1, { "x" }), "Point.y", "@JvmSerializableLambda"),
        Value.by("suspending function", Holder { "x" }.function) { it.toString() },
        Value.by("serializable function value", @JvmSerializableLambda { x: Int -> x + 1 }) { it(1) },
        Value.by("anonymous object", object : Runnable, Serializable { override fun run() {}; override fun toString() = "anonymous" }) { it.toString() },
        Value.by("reference to a function", String::length) { it("abc") },
        Value.by("reference to a property", Point::x) { it.get(Point(5, 1)) },
        Value.by("task", Task<Any> { 5 }) { it.call() },
    )

    class Holder(val function: suspend () -> Any)

    private fun cycles() = listOf(
        Value.cycle("cycle through a data class", { Point(1, it) }),
        Value.cycle("cycle through a Pair", { it to 1 }),
        Value.refusedCycle("cycle through listOf", { listOf(it, 1) }, "cycle"),
        Value.cycle("cycle through ArrayDeque", { ArrayDeque(listOf<Any>(it)) }),
        Value.refusedCycle("cycle through buildList", { buildList<Any> { add(it) } }, "cycle"),
    )

    companion object {
        @JvmStatic
        fun branches(shapes: List<Shape>) = shapes.map {
            when (it) {
                is Circle -> "circle"
                Nowhere -> "nowhere"
                Everywhere -> "everywhere"
            }
        }.toString()

        @JvmStatic
        fun ends(outcomes: List<Outcome>) = outcomes.map {
            when (it) {
                is Outcome.Value -> "value"
                Outcome.Pending -> "pending"
                Outcome.Failed -> "failed"
            }
        }.toString()
    }

    @Test
    fun mirai_writtenInKotlin_isRunByADaemon() {
        Daemons.local(1).use { daemons ->
            val start = Point(1, Nowhere)
            val end = daemons.mirai(Task { Triple(start, start.y === Nowhere, Everywhere) }).collect()
            assertThat(end).isEqualTo(Triple(start, true, Everywhere))
            assertThat(daemons.map(listOf(1, 2)) { it * 2 }.collect()).isEqualTo(listOf(2, 4))
        }
    }
}
