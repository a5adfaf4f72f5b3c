/**
 * What the contenders of a table are asked to do: one class for each workload, which uses the interface {@link
 * io.mirai.bench.contender.Contender} alone. The doors are {@link io.mirai.bench.workload.Workloads}, {@link
 * io.mirai.bench.workload.Workload}, {@link io.mirai.bench.workload.Case} and {@link io.mirai.bench.workload.Measure}.
 *
 * <pre>
 *   Workloads ─ W1 … W11 ─► Workload ─► Case ─ with(contender) ─► a number for each Measure
 * </pre>
 */
@NullMarked
package io.mirai.bench.workload;

import org.jspecify.annotations.NullMarked;
