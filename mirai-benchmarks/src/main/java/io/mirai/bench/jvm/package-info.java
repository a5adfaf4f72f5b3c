/**
 * What all benchmarks share: JVMs with known flags, daemons behind a relay, and the statistics of numbers. The doors are
 * {@link io.mirai.bench.jvm.Jvm}, {@link io.mirai.bench.jvm.PastedDaemons}, {@link io.mirai.bench.jvm.JarClassPath} and
 * {@link io.mirai.bench.jvm.Numbers}.
 *
 * <pre>
 *   benchmark ── Jvm ──► a fresh JVM ── a line ──► Numbers
 * </pre>
 */
@NullMarked
package io.mirai.bench.jvm;

import org.jspecify.annotations.NullMarked;
