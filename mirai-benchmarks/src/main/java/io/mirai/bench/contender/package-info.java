/**
 * The systems that a table compares, behind one interface, and ourselves. The doors are {@link
 * io.mirai.bench.contender.Contender}, {@link io.mirai.bench.contender.Answer} and {@link io.mirai.bench.contender.Ours}.
 *
 * <pre>
 *   Workload ── submit, map, … ──► Contender ◄── Ours
 *                                            ◄── Bare, Raw             io.mirai.bench.floor
 *                                            ◄── DispatcherAlone       io.mirai.bench.memory
 *                                            ◄── Hazelcast, Ignite     mirai-peers, by ServiceLoader
 * </pre>
 */
@NullMarked
package io.mirai.bench.contender;

import org.jspecify.annotations.NullMarked;
