/**
 * Other systems that run tasks in several JVMs, as contenders of the benchmarks' table. The doors are {@link
 * io.mirai.bench.peers.Hazelcast} and {@link io.mirai.bench.peers.Ignite}, found by {@link java.util.ServiceLoader}.
 *
 * <pre>
 *   Hazelcast ─ a lite member ── TCP ──► HazelcastMember, one for each daemon
 *   Ignite    ─ a client node ── TCP ──► IgniteServer, one for each daemon
 * </pre>
 */
@NullMarked
package io.mirai.bench.peers;

import org.jspecify.annotations.NullMarked;
