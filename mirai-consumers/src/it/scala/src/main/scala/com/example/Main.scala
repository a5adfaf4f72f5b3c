package com.example

import io.mirai.Daemons
import java.util.List
import scala.util.Using

/** Runs what the README begins with. */
object Main {
  def main(args: Array[String]): Unit = {
    val x = 5
    Using.resource(Daemons.local(2)) { daemons =>
      val m = daemons.mirai(() => x * 10)
      val squares = daemons.map(List.of(1L, 2L, 3L), (y: Long) => y * y).collect()
      println(s"$squares ${m.collect()}")
    }
  }
}
