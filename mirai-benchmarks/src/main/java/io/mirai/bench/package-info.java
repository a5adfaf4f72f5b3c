/**
 * What a task costs beside the same exchange over bare rsocket-java, in one run. The doors are the main classes {@link
 * io.mirai.bench.Latency}, {@link io.mirai.bench.ColdStart} and {@link io.mirai.bench.Throughput}.
 *
 * <pre>
 *   Latency ── a fresh JVM for each pass, in turn ──► BareLatency  ── Unix socket ──► BareWorker
 *                                               └───► MiraiLatency ── Unix socket ──► a daemon
 * </pre>
 */
@NullMarked
package io.mirai.bench;

import org.jspecify.annotations.NullMarked;
