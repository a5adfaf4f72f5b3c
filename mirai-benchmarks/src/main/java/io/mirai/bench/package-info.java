/**
 * What tasks, large values and maps cost, where it can be beside the same exchange over bare rsocket-java, in one
 * run. The doors are the main classes: {@link io.mirai.bench.Latency}, {@link io.mirai.bench.ColdStart},
 * {@link io.mirai.bench.Throughput}, {@link io.mirai.bench.Cancel}, {@link io.mirai.bench.Faults},
 * {@link io.mirai.bench.Payloads}, {@link io.mirai.bench.SlowLink}, {@link io.mirai.bench.LazyMap},
 * {@link io.mirai.bench.SharedCapture}, {@link io.mirai.bench.DistantCode}, {@link io.mirai.bench.Crowd},
 * {@link io.mirai.bench.ManyDaemons}, {@link io.mirai.bench.Producer}.
 *
 * <pre>
 *   Latency ── a fresh JVM for each pass, in turn ──► BareLatency  ── Unix socket ──► BareWorker
 *                                               └───► MiraiLatency ── Unix socket ──► a daemon
 * </pre>
 */
@NullMarked
package io.mirai.bench;

import org.jspecify.annotations.NullMarked;
