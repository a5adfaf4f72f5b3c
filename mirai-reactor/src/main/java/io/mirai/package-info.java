/**
 * Hand a pool of daemon JVMs a lambda and get a {@link reactor.core.publisher.Mono} back at once; a
 * task is a {@link io.mirai.Mirai}, a map is a {@link io.mirai.MiraiMap}, a pool is {@link
 * io.mirai.Daemons}.
 *
 * <pre>
 *   Daemons ── mirai(task) ──► task ──► dispatch ── spi ──► daemon JVMs
 *      │                         │
 *      └── Mirai ── promise ◄────┴── outcome
 * </pre>
 *
 * <p>The doors are {@link io.mirai.Daemons} and, for scripts, {@link io.mirai.Mirais}.
 */
@NullMarked
package io.mirai;

import org.jspecify.annotations.NullMarked;
