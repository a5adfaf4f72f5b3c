/**
 * Runs the workloads with all contenders in turn and writes the table. The doors are {@link io.mirai.bench.table.Contenders},
 * {@link io.mirai.bench.table.Passes}, {@link io.mirai.bench.table.Results} and {@link io.mirai.bench.table.Report}.
 *
 * <pre>
 *   Contenders
 *      ▼
 *   Passes ─ PassProcess ── a fresh JVM ──► Pass ─ one Case, one Contender
 *      │                  ◄── its numbers, on one line ──
 *      ▼
 *   Results ─ Row ─► Report ─► MarkdownTable, JsonTable, BarChart
 * </pre>
 */
@NullMarked
package io.mirai.bench.table;

import org.jspecify.annotations.NullMarked;
