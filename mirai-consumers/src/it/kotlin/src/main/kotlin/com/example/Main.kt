@file:JvmName("Main")

package com.example

import io.mirai.Daemons
import io.mirai.Task

/** Runs what the README begins with. */
fun main() {
    val x = 5
    Daemons.local(2).use { daemons ->
        val m = daemons.mirai(Task { x * 10 })
        val squares = daemons.map(listOf(1L, 2L, 3L)) { y -> y * y }.collect()
        println("$squares ${m.collect()}")
    }
}
